package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.expression.CallValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is in the middle of, and the values of the call that is being looked at. Holds
 * objects of the application only while their expressions are read. Used by its own thread only.
 */
final class CallStack implements CallValues {
  private static final ThreadLocal<CallStack> OF_THREAD = new ThreadLocal<>();

  private @Nullable OpenCall top;

  private boolean reading;
  private @Nullable Object self;
  private @Nullable Object @Nullable [] arguments;
  private @Nullable Object returned;
  private @Nullable Throwable thrown;
  private @Nullable OpenScan scan;

  static CallStack ofThread() {
    CallStack stack = OF_THREAD.get();
    if (stack == null) {
      stack = new CallStack();
      OF_THREAD.set(stack);
    }
    return stack;
  }

  /** Whether expressions are being read on this thread: what they call is not part of the scan. */
  boolean isReading() {
    return reading;
  }

  void beginReading(
      @Nullable Object self,
      @Nullable Object @Nullable [] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    this.reading = true;
    this.self = self;
    this.arguments = arguments;
    this.returned = returned;
    this.thrown = thrown;
    this.scan = currentScan();
  }

  /** From here on {@code scan[…]} means that scan. */
  void readingOf(@Nullable OpenScan scan) {
    this.scan = scan;
  }

  void endReading() {
    reading = false;
    self = null;
    arguments = null;
    returned = null;
    thrown = null;
    scan = null;
  }

  /** The scan that this thread is in by its own calls; {@code null} if none. */
  @Nullable OpenScan currentScan() {
    return top == null ? null : top.scan;
  }

  /** The innermost phase that this thread is in for that scan; {@code null} if none. */
  @Nullable OpenPhase currentPhase(OpenScan scan) {
    for (OpenCall call = top; call != null; call = call.below) {
      if (call.phase != null && call.scan == scan) {
        return call.phase;
      }
    }
    return null;
  }

  /** Whether this thread is inside an execution of that phase for that scan. */
  boolean isInside(OpenScan scan, String phase) {
    for (OpenCall call = top; call != null; call = call.below) {
      if (call.phase != null && call.scan == scan && call.phase.name.equals(phase)) {
        return true;
      }
    }
    return false;
  }

  void push(OpenCall call) {
    call.below = top;
    top = call;
  }

  /** Leaves a call, and with it whatever above it was never left. */
  void pop(OpenCall call) {
    for (OpenCall frame = top; frame != null; frame = frame.below) {
      if (frame == call) {
        top = call.below;
        return;
      }
    }
  }

  @Override
  public @Nullable Object self() {
    return self;
  }

  @Override
  public @Nullable Object @Nullable [] arguments() {
    return arguments;
  }

  @Override
  public @Nullable Object returnValue() {
    return returned;
  }

  @Override
  public @Nullable Throwable error() {
    return thrown;
  }

  @Override
  public Map<String, ?> scan() {
    return scan == null ? Map.of() : scan.attributesSoFar();
  }
}
