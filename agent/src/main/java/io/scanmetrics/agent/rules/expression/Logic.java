package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * {@code &&}, {@code ||}, {@code !}, {@code ? :} and {@code ?:}; a missing value counts as false.
 */
final class Logic {
  private Logic() {}

  /** {@code left && right}. */
  record And(Operand left, Operand right) implements Operand {
    @Override
    public Object value(CallValues values) throws Throwable {
      return truth(left.value(values)) && truth(right.value(values));
    }
  }

  /** {@code left || right}. */
  record Or(Operand left, Operand right) implements Operand {
    @Override
    public Object value(CallValues values) throws Throwable {
      return truth(left.value(values)) || truth(right.value(values));
    }
  }

  /** {@code !operand}. */
  record Not(Operand operand) implements Operand {
    @Override
    public Object value(CallValues values) throws Throwable {
      return !truth(operand.value(values));
    }
  }

  /** {@code condition ? one : other}. */
  record Choice(Operand condition, Operand one, Operand other) implements Operand {
    @Override
    public @Nullable Object value(CallValues values) throws Throwable {
      return truth(condition.value(values)) ? one.value(values) : other.value(values);
    }
  }

  /** {@code one ?: other}: the first, unless it is missing or false. */
  record Default(Operand one, Operand other) implements Operand {
    @Override
    public @Nullable Object value(CallValues values) throws Throwable {
      Object value = SimpleValues.unwrap(one.value(values));
      return value == null || Boolean.FALSE.equals(value) ? other.value(values) : value;
    }
  }

  private static boolean truth(@Nullable Object value) {
    Object flag = SimpleValues.scalar(value);
    if (flag == null) {
      return false;
    }
    if (flag instanceof Boolean truth) {
      return truth;
    }
    throw new ReadingFailed(flag.getClass().getSimpleName() + " is neither true nor false");
  }
}
