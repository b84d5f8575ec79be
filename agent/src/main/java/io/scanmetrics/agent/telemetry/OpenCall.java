package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method whose end matters: what the bridge hands to the advice at the beginning
 * and gets back at the end. Used by its own thread only.
 */
sealed class OpenCall extends Frame permits OpenHalf {
  final Interception interception;

  /** The calling thread's. */
  final CallStack stack;

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
   * @param stack is reading the call's values
   */
  OpenCall(Interception interception, @Nullable Execution execution, CallStack stack) {
    this.interception = interception;
    this.execution = execution;
    this.stack = stack;
    this.self = interception.readsCallAtEnd ? stack.self() : null;
    this.arguments = interception.readsCallAtEnd ? stack.arguments() : null;
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
