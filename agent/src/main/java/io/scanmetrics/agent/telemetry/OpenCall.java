package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method whose end matters: what the bridge hands to the advice at the beginning
 * and gets back at the end. Used by its own thread only.
 */
final class OpenCall {
  final Interception interception;

  /** The scan that it runs in, is, or began; {@code null} if only the end of the call will tell. */
  final @Nullable OpenScan scan;

  /** The execution that it is or began; {@code null} for a call that is no phase. */
  final @Nullable OpenPhase phase;

  /** What another rule made of the same method call. */
  @Nullable OpenCall alongside;

  /** The frame below in its thread's stack; {@code null} at the bottom and off the stack. */
  @Nullable OpenCall below;

  /** Objects of the application, kept only where a rule reads them at the end of the call. */
  final @Nullable Object self;

  final @Nullable Object @Nullable [] arguments;

  OpenCall(
      Interception interception,
      @Nullable OpenScan scan,
      @Nullable OpenPhase phase,
      CallStack values) {
    this.interception = interception;
    this.scan = scan;
    this.phase = phase;
    this.self = interception.readsCallAtEnd ? values.self() : null;
    this.arguments = interception.readsCallAtEnd ? values.arguments() : null;
  }
}
