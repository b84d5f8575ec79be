package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method whose end matters: what the bridge hands to the advice at the beginning
 * and gets back at the end. Used by its own thread only.
 */
final class OpenCall extends Frame {
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

  /** What was read when the call began, of one half of a pair; empty for any other. */
  final Map<String, Object> early;

  /** By {@link System#nanoTime}, of one half of a pair; 0 for any other. */
  final long beganAt;

  /** What the end of the call ends, if that is known before; else {@code null}. */
  @Nullable Execution ending;

  private final @Nullable Execution execution;

  private OpenCall(
      Interception interception,
      @Nullable Execution execution,
      Map<String, Object> early,
      long beganAt,
      CallStack values) {
    this.interception = interception;
    this.execution = execution;
    this.early = early;
    this.beganAt = beganAt;
    this.self = interception.readsCallAtEnd ? values.self() : null;
    this.arguments = interception.readsCallAtEnd ? values.arguments() : null;
  }

  /** A call that is the phase or scan, or has begun it. */
  static OpenCall of(Interception interception, Execution execution, CallStack values) {
    return new OpenCall(interception, execution, Map.of(), 0, values);
  }

  /** One half of a pair, of which only the end of the call will tell what it begins or ends. */
  static OpenCall half(Interception interception, CallStack values) {
    Map<String, Object> early = CallReader.attributes(interception, values);
    return new OpenCall(interception, null, early, System.nanoTime(), values);
  }

  @Override
  @Nullable Execution execution() {
    return execution;
  }
}
