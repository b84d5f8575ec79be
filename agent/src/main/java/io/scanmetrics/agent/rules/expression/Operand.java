package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * A part of an expression that has a value of its own. The parts make a tree; whoever evaluates the
 * root evaluates all. A missing value is {@code null} and makes whatever is computed from it
 * missing as well, except where an operator says otherwise.
 */
interface Operand {
  /**
   * The value as the application has it.
   *
   * @throws Throwable whatever the application's code throws, or {@link ReadingFailed}
   */
  @Nullable Object value(CallValues values) throws Throwable;
}
