package io.scanmetrics.agent.rules.expression;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code operand =~ 'regex'}: whether the pattern fits the whole of the operand's text. */
record Match(Operand operand, Pattern pattern) implements Operand {
  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object value = SimpleValues.scalar(operand.value(values));
    return value == null ? null : BoundedText.matches(pattern, value.toString());
  }
}
