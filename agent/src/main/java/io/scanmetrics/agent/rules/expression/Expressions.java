package io.scanmetrics.agent.rules.expression;

/**
 * Compiles the expressions of the rules files. What is compiled by the same one shares its caches.
 */
public final class Expressions {
  /** Longer texts are refused: no reading needs them. */
  static final int MAX_LENGTH = 2000;

  private final Properties properties;

  /**
   * @param opener for classes in modules that are closed to the agent
   */
  public Expressions(ModuleOpener opener) {
    properties = new Properties(opener);
  }

  /**
   * Compiles one text.
   *
   * @throws RefusedExpression if it is no expression, or would do more than read
   */
  public Expression compile(String text) throws RefusedExpression {
    if (text.length() > MAX_LENGTH) {
      throw new RefusedExpression(
          "the expression is longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
    }
    Terms terms = new Terms(properties);
    Operand root = new Syntax(text, terms).parse();
    if (root instanceof Constant constant && constant.constant() == null) {
      throw new RefusedExpression("null is no value", 0);
    }
    return new Expression(text, terms.uses(), root);
  }
}
