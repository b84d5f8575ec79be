package io.scanmetrics.agent.rules.expression;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text of the rules file that reads one value of a call, made by {@link Expressions}. Safe for
 * any thread; keeps no object of the application.
 */
public final class Expression {
  /** In {@link #uses()}: names {@code this}. */
  public static final int USES_THIS = 1;

  /** In {@link #uses()}: names {@code param0}, {@code param1}, … */
  public static final int USES_ARGUMENTS = 2;

  /** In {@link #uses()}: names {@code returnValue}. */
  public static final int USES_RETURN_VALUE = 4;

  /** In {@link #uses()}: names {@code error}. */
  public static final int USES_ERROR = 8;

  /** In {@link #uses()}: names {@code scan}. */
  public static final int USES_SCAN = 16;

  private final String text;
  private final int uses;

  /** Takes the text apart at the first reading; {@code null} if that is done already. */
  private final @Nullable Expressions compiler;

  private volatile @Nullable Operand root;

  Expression(String text, Expressions.Parsed parsed) {
    this.text = text;
    this.uses = parsed.uses();
    this.compiler = null;
    this.root = parsed.root();
  }

  /** For a text that is known to be in order. */
  Expression(String text, int uses, Expressions compiler) {
    this.text = text;
    this.uses = uses;
    this.compiler = compiler;
  }

  /** As written in the rules file. */
  public String text() {
    return text;
  }

  /** Which values it needs: an or of the {@code USES_} flags. */
  public int uses() {
    return uses;
  }

  /** Whether it is to be read when the call ends instead of when it begins. */
  public boolean readAtEnd() {
    return (uses & (USES_RETURN_VALUE | USES_ERROR)) != 0;
  }

  /**
   * Reads the value, on the application's thread. Never throws.
   *
   * @return a String, Long, Double or Boolean, or a List of these; {@code null} if there is no
   *     value, after telling {@code errors} if that is because reading failed
   */
  public @Nullable Object read(CallValues values, ExpressionErrors errors) {
    try {
      return SimpleValues.of(root().value(values));
    } catch (Throwable e) {
      Failures.report(this, e, errors);
      return null;
    }
  }

  /** Takes the text apart now, where otherwise the first reading would. Any thread. */
  public void prepare() {
    try {
      root();
    } catch (RefusedExpression e) {
      // The reading will tell.
    }
  }

  /** Two threads may each make it at first; either will do. */
  private Operand root() throws RefusedExpression {
    Operand known = root;
    if (known == null) {
      known = Objects.requireNonNull(compiler).parse(text).root();
      root = known;
    }
    return known;
  }

  /** As {@link #read}, where only true and false make sense; another value is an error. */
  public @Nullable Boolean readFlag(CallValues values, ExpressionErrors errors) {
    Object value = read(values, errors);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    Failures.report(
        this, "gave " + value.getClass().getSimpleName() + ", not true or false", errors);
    return null;
  }
}
