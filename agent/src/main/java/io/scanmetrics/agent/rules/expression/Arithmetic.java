package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * {@code left + right} and its kin, of numbers; {@code +} with a text on either side joins texts.
 *
 * @param sign one of {@code + - * / %}
 */
record Arithmetic(char sign, Operand left, Operand right) implements Operand {

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object a = SimpleValues.scalar(left.value(values));
    Object b = SimpleValues.scalar(right.value(values));
    if (a == null || b == null) {
      return null;
    }
    if (sign == '+' && (a instanceof String || b instanceof String)) {
      return SimpleValues.cut(a.toString() + b);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return Numbers.compute(sign, x, y);
    }
    throw new ReadingFailed("'" + sign + "' needs numbers");
  }

  /** {@code -operand}. */
  record Negative(Operand operand) implements Operand {
    @Override
    public @Nullable Object value(CallValues values) throws Throwable {
      return new Arithmetic('-', new Constant(0L), operand).value(values);
    }
  }
}
