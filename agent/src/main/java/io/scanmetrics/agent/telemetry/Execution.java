package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scan and a phase have in common on their way from calls to the {@link Recorder}. Written
 * on the application's threads, each part before the recorder is told of it, and not touched after
 * that.
 */
public abstract sealed class Execution permits OpenScan, OpenPhase {
  /** Attributes known when it began. */
  final Map<String, Object> attributes;

  /** By {@link System#nanoTime}. */
  long startedAt;

  /** Attributes that came to light when the call returned that began it, if another one ends it. */
  private volatile @Nullable Map<String, Object> startAttributes;

  /** Attributes that came to light at its end. */
  Map<String, Object> lateAttributes = Map.of();

  /** By {@link System#nanoTime}. */
  long endedAt;

  /** {@code null} if it succeeded. */
  @Nullable Failure failure;

  private @Nullable Object note;

  Execution(Map<String, Object> attributes) {
    this.attributes = attributes;
  }

  /** See {@link #startAttributes()}. */
  final void startAttributes(Map<String, Object> known) {
    startAttributes = known;
  }

  /** What came to light when the call returned that began it, if another one ends it. */
  public final Map<String, Object> startAttributes() {
    Map<String, Object> known = startAttributes;
    return known == null ? Map.of() : known;
  }

  /** The scan that it is, or belongs to. */
  public abstract OpenScan scan();

  /** What was known when it began; values are String, Long, Double, Boolean, or a List of these. */
  public final Map<String, Object> attributes() {
    return attributes;
  }

  /** What came to light at its end; empty before. */
  public final Map<String, Object> lateAttributes() {
    return lateAttributes;
  }

  /** Why it failed; {@code null} if it succeeded, or has not ended. */
  public final @Nullable Failure failure() {
    return failure;
  }

  /** When it began, in nanoseconds since 1970. */
  public final long startEpochNanos() {
    return scan().epochNanosAt(startedAt);
  }

  /** When it ended, in nanoseconds since 1970. */
  public final long endEpochNanos() {
    return scan().epochNanosAt(endedAt);
  }

  /** Whether it has ended. */
  public final boolean isOver() {
    return endedAt != 0;
  }

  /** What the recorder has noted on it; {@code null} if nothing. */
  public final @Nullable Object note() {
    return note;
  }

  /** For the recorder alone, on one thread at a time. */
  public final void note(Object recorded) {
    note = recorded;
  }
}
