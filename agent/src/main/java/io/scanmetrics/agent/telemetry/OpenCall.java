package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method whose end matters: what the bridge hands to the advice at the beginning
 * and gets back at the end. Used by its own thread only.
 */
sealed class OpenCall extends Frame permits OpenHalf {
  final Interception interception;

  /** What another rule made of the same method call. */
  @Nullable OpenCall alongside;

  /** What was carried to this thread for the call, if that was not known here before. */
  @Nullable TaskFrame arrival;

  /** Ends that the thread works for what this call is; {@code null} if nothing does. */
  @Nullable Runnable leaving;

  /** Objects of the application, kept only where a rule reads them at the end of the call. */
  final @Nullable Object self;

  final @Nullable Object @Nullable [] arguments;

  private final @Nullable Execution execution;

  /**
   * @param execution which the call is, or has begun; {@code null} if only its end will tell
   * @param values of the call, as it begins
   */
  OpenCall(Interception interception, @Nullable Execution execution, CallStack values) {
    this.interception = interception;
    this.execution = execution;
    this.self = interception.readsCallAtEnd ? values.self() : null;
    this.arguments = interception.readsCallAtEnd ? values.arguments() : null;
  }

  /** What was read when the call began, if that is not the execution's yet. */
  Map<String, Object> early() {
    return Map.of();
  }

  @Override
  @Nullable Execution execution() {
    return execution;
  }
}
