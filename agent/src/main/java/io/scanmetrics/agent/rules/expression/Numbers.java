package io.scanmetrics.agent.rules.expression;

/** Arithmetic of the two kinds of numbers that expressions know, Long and Double. */
final class Numbers {
  private Numbers() {}

  static int compare(Number a, Number b) {
    return a instanceof Long && b instanceof Long
        ? Long.compare(a.longValue(), b.longValue())
        : Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
  }

  /**
   * Two whole numbers give a whole number, as in Java.
   *
   * @param sign one of {@code + - * / %}
   * @throws ArithmeticException beyond the range of Long, or dividing a whole number by zero
   */
  static Number compute(char sign, Number a, Number b) {
    return a instanceof Long && b instanceof Long
        ? (Number) whole(sign, a.longValue(), b.longValue())
        : (Number) real(sign, a.doubleValue(), b.doubleValue());
  }

  private static Long whole(char sign, long a, long b) {
    return switch (sign) {
      case '+' -> Math.addExact(a, b);
      case '-' -> Math.subtractExact(a, b);
      case '*' -> Math.multiplyExact(a, b);
      case '/' -> a / b;
      default -> a % b;
    };
  }

  private static Double real(char sign, double a, double b) {
    return switch (sign) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      case '/' -> a / b;
      default -> a % b;
    };
  }
}
