package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method whose end matters: what the bridge hands to the advice at the beginning
 * and gets back at the end. Used by its own thread only.
 */
final class OpenCall extends Frame {
  final Interception interception;

  /** What another rule made of the same method call. */
  @Nullable OpenCall alongside;

  /** Objects of the application, kept only where a rule reads them at the end of the call. */
  final @Nullable Object self;

  final @Nullable Object @Nullable [] arguments;

  private final @Nullable Execution execution;

  /**
   * @param execution the phase or scan that the call is; {@code null} if only the end of the call
   *     will tell
   */
  OpenCall(Interception interception, @Nullable Execution execution, CallStack values) {
    this.interception = interception;
    this.execution = execution;
    this.self = interception.readsCallAtEnd ? values.self() : null;
    this.arguments = interception.readsCallAtEnd ? values.arguments() : null;
  }

  @Override
  @Nullable Execution execution() {
    return execution;
  }
}
