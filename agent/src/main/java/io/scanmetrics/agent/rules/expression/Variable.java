package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/** A name that stands for a value of the call. */
final class Variable implements Operand {
  /** The highest index of a parameter that the JVM allows. */
  private static final int MAX_PARAMETER = 254;

  private final int use;
  private final int index;

  private Variable(int use, int index) {
    this.use = use;
    this.index = index;
  }

  /** The variable of that name, {@code null} if there is none. */
  static @Nullable Variable named(String name) {
    if (name.equals("this")) {
      return new Variable(Expression.USES_THIS, 0);
    }
    if (name.equals("returnValue")) {
      return new Variable(Expression.USES_RETURN_VALUE, 0);
    }
    if (name.equals("error")) {
      return new Variable(Expression.USES_ERROR, 0);
    }
    if (name.equals("scan")) {
      return new Variable(Expression.USES_SCAN, 0);
    }
    int index = name.startsWith("param") ? index(name.substring("param".length())) : -1;
    return index < 0 ? null : new Variable(Expression.USES_ARGUMENTS, index);
  }

  /** One of the {@code USES_} flags. */
  int use() {
    return use;
  }

  @Override
  public @Nullable Object value(CallValues values) {
    if (use == Expression.USES_ARGUMENTS) {
      return argument(values.arguments());
    }
    if (use == Expression.USES_RETURN_VALUE) {
      return values.returnValue();
    }
    if (use == Expression.USES_THIS) {
      return values.self();
    }
    return use == Expression.USES_ERROR ? values.error() : values.scan();
  }

  private @Nullable Object argument(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    if (index >= arguments.length) {
      throw new ReadingFailed(
          "the method has " + arguments.length + " parameters, so there is no param" + index);
    }
    return arguments[index];
  }

  private static int index(String digits) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      value = value * 10 + digit;
      boolean leadingZero = digit == 0 && i == 0 && digits.length() > 1;
      if (digit < 0 || digit > 9 || leadingZero || value > MAX_PARAMETER) {
        return -1;
      }
    }
    return digits.isEmpty() ? -1 : value;
  }
}
