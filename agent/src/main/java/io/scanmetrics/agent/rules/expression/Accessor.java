package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * Reads one property of the objects of one class. Held by that class alone (see {@link
 * Properties}), so it may refer to it.
 */
interface Accessor {
  /**
   * The property's value.
   *
   * @throws Throwable what the application's accessor throws, or {@link ReadingFailed}
   */
  @Nullable Object get(Object target) throws Throwable;
}
