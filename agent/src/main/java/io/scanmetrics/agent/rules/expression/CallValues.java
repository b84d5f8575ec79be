package io.scanmetrics.agent.rules.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can name: the values of one call. Whoever intercepts the call implements it;
 * expressions ask only for what {@link Expression#uses()} says and keep nothing.
 */
public interface CallValues {
  /** {@code this}; {@code null} in a static method. */
  @Nullable Object self();

  /** {@code param0}, {@code param1}, …; {@code null} if they were not captured. */
  @Nullable Object @Nullable [] arguments();

  /** {@code returnValue}; {@code null} before the end, for void, and after an exception. */
  @Nullable Object returnValue();

  /** {@code error}; {@code null} before the end and without an exception. */
  @Nullable Throwable error();

  /** {@code scan}: the attributes of the call's scan so far, empty without a scan. */
  Map<String, ?> scan();
}
