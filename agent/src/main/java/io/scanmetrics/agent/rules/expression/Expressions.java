package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * Compiles the expressions of the rules files. What is compiled by the same one shares its caches.
 */
public final class Expressions {
  /** Longer texts are refused: no reading needs them. */
  static final int MAX_LENGTH = 2000;

  private final ModuleOpener opener;
  private @Nullable Properties properties;

  /**
   * @param opener for classes in modules that are closed to the agent
   */
  public Expressions(ModuleOpener opener) {
    this.opener = opener;
  }

  /**
   * Compiles one text, or makes sure that it can be compiled when it is read.
   *
   * @throws RefusedExpression if it is no expression, or would do more than read
   */
  public Expression compile(String text) throws RefusedExpression {
    if (text.length() > MAX_LENGTH) {
      throw new RefusedExpression(
          "the expression is longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
    }
    int uses = OrdinaryExpression.uses(text);
    return uses < 0 ? new Expression(text, parse(text)) : new Expression(text, uses, this);
  }

  /** A value that is known already; it is nobody's text to be taken apart. */
  public Expression constant(String value) {
    return new Expression(value, new Parsed(new Constant(value), 0));
  }

  /** Takes the text apart. Any thread. */
  Parsed parse(String text) throws RefusedExpression {
    Terms terms = new Terms(properties());
    Operand root = new Syntax(text, terms).parse();
    if (root instanceof Constant constant && constant.constant() == null) {
      throw new RefusedExpression("null is no value", 0);
    }
    return new Parsed(root, terms.uses());
  }

  private synchronized Properties properties() {
    Properties known = properties;
    if (known == null) {
      known = new Properties(opener);
      properties = known;
    }
    return known;
  }

  /**
   * What a text means.
   *
   * @param root gives its value
   * @param uses an or of the {@code USES_} flags
   */
  record Parsed(Operand root, int uses) {}
}
