package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * {@code left == right} and its kin. Numbers are compared as numbers, all else by its text, so that
 * a constant of an enum equals its name; the application's own {@code equals} is not called. {@code
 * null} equals only itself, and is neither less nor greater: such a comparison has no value.
 */
record Comparison(Sign sign, Operand left, Operand right) implements Operand {

  /** Which comparison. */
  enum Sign {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    GREATER(">");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    /** The sign that the text has at that index, the longer of two; {@code null} if none. */
    static @Nullable Sign at(String text, int index) {
      for (Sign sign : values()) {
        if (text.startsWith(sign.text, index)) {
          return sign;
        }
      }
      return null;
    }

    String text() {
      return text;
    }
  }

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object a = left.value(values);
    Object b = right.value(values);
    if (sign == Sign.EQUAL) {
      return equal(a, b);
    }
    if (sign == Sign.NOT_EQUAL) {
      return !equal(a, b);
    }
    Object one = SimpleValues.scalar(a);
    Object other = SimpleValues.scalar(b);
    if (one == null || other == null) {
      return null;
    }
    return holds(order(one, other));
  }

  /** As {@code ==}. */
  static boolean equal(@Nullable Object left, @Nullable Object right) {
    Object a = SimpleValues.unwrap(left);
    Object b = SimpleValues.unwrap(right);
    if (a == null || b == null) {
      return a == b;
    }
    Object one = SimpleValues.scalar(a);
    Object other = SimpleValues.scalar(b);
    if (one instanceof Number x && other instanceof Number y) {
      return Numbers.compare(x, y) == 0;
    }
    return String.valueOf(one).equals(String.valueOf(other));
  }

  private static int order(Object one, Object other) {
    if (one instanceof Number x && other instanceof Number y) {
      return Numbers.compare(x, y);
    }
    if (one instanceof String x && other instanceof String y) {
      return x.compareTo(y);
    }
    throw new ReadingFailed(
        one.getClass().getSimpleName()
            + " and "
            + other.getClass().getSimpleName()
            + " cannot be put in order");
  }

  private boolean holds(int order) {
    if (sign == Sign.LESS) {
      return order < 0;
    }
    if (sign == Sign.LESS_OR_EQUAL) {
      return order <= 0;
    }
    return sign == Sign.GREATER ? order > 0 : order >= 0;
  }
}
