package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/** A value that the rules file itself gives: String, Long, Double, Boolean or {@code null}. */
record Constant(@Nullable Object constant) implements Operand {
  @Override
  public @Nullable Object value(CallValues values) {
    return constant;
  }
}
