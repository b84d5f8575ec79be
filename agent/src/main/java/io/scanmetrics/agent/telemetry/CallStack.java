package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.expression.CallValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is in the middle of, and the values of the call that is being looked at. Holds
 * objects of the application only while their expressions are read. Used by its own thread only.
 */
final class CallStack implements CallValues {
  private final boolean carrier;
  private boolean ours;

  /** See {@link CallStacks#startOver}. */
  int era;

  private @Nullable Frame top;

  /** What is said of executions that are too many to be told one by one. */
  private final Crowds crowds = new Crowds();

  private @Nullable LastPhase lastPhase;
  private boolean reading;
  private @Nullable Object self;
  private @Nullable Object @Nullable [] arguments;
  private @Nullable Object returned;
  private @Nullable Throwable thrown;
  private @Nullable OpenScan scan;

  /**
   * @param carrier whether the thread carries virtual threads, and so runs nobody's tasks itself
   */
  CallStack(boolean carrier) {
    this.carrier = carrier;
  }

  /** Forgets all levels. */
  void startOver(int newEra) {
    era = newEra;
    top = null;
    lastPhase = null;
  }

  boolean isCarrier() {
    return carrier;
  }

  /** Whether the thread is one of ours, whose calls are no part of the application. */
  boolean isOurs() {
    return ours;
  }

  void countAsOurs(boolean our) {
    ours = our;
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
    this.scan = currentScan();
    this.self = self;
    this.arguments = arguments;
    this.returned = returned;
    this.thrown = thrown;
    // Last: an overflow of the thread's stack on the way here is not to leave it set.
    this.reading = true;
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

  /** What this thread is in the middle of: a phase, or a scan; {@code null} if neither. */
  @Nullable Execution current() {
    return top == null ? null : top.execution();
  }

  /** The scan that this thread is in; {@code null} if none. */
  @Nullable OpenScan currentScan() {
    Execution current = current();
    return current == null ? null : current.scan();
  }

  /** The innermost phase of that scan that this thread is in; {@code null} if none. */
  @Nullable OpenPhase currentPhase(OpenScan scan) {
    for (Frame frame = top; frame != null; frame = frame.below) {
      if (frame.execution() instanceof OpenPhase phase && phase.scan() == scan) {
        return phase;
      }
      if (frame instanceof TaskFrame) {
        return null;
      }
    }
    return null;
  }

  /** Whether this thread itself is inside an execution of that phase for that scan. */
  boolean isInside(OpenScan scan, String phase) {
    for (Frame frame = top; frame instanceof OpenCall; frame = frame.below) {
      if (frame.execution() instanceof OpenPhase open
          && open.scan() == scan
          && open.name.equals(phase)) {
        return true;
      }
    }
    return false;
  }

  void push(Frame frame) {
    frame.below = top;
    top = frame;
  }

  /** A phase begins here. */
  void began(OpenPhase phase) {
    LastPhase mine = lastPhase;
    if (mine == null || !mine.isOf(phase.scan())) {
      mine = phase.scan().watched();
      lastPhase = mine;
    }
    if (mine != null) {
      mine.began(phase);
    }
  }

  Crowds crowds() {
    return crowds;
  }

  /** Leaves a level, and with it whatever above it was never left. */
  void pop(Frame left) {
    for (Frame frame = top; frame != null; frame = frame.below) {
      if (frame == left) {
        top = left.below;
        left.below = null;
        return;
      }
    }
  }

  /** What this thread runs for somebody else, innermost; {@code null} if nothing. */
  @Nullable TaskFrame currentTask() {
    Frame frame = top;
    while (frame instanceof OpenCall) {
      frame = frame.below;
    }
    return (TaskFrame) frame;
  }

  /** The innermost level at which this thread works for that pool; {@code null} if none. */
  @Nullable TaskFrame workFor(Object pool) {
    for (Frame frame = top; frame != null; frame = frame.below) {
      if (frame instanceof TaskFrame task && task.task == pool) {
        return task;
      }
    }
    return null;
  }

  /** Leaves all levels above that one; {@code null}: all there are. */
  void returnTo(@Nullable TaskFrame frame) {
    top = frame;
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
