package io.scanmetrics.assemble;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the application's threads hand to the assembling thread. */
sealed interface SpanEvent {

  /** How much of the memory it takes that waiting may take, compared with one execution. */
  default int weight() {
    return 1;
  }

  /**
   * A scan has started; {@code span} is what was known of it then, {@code live} gives what is known
   * when it is asked, and is {@code null} if that was in another process.
   */
  record ScanStarted(@Nullable Supplier<SpanRecord> live, SpanRecord span) implements SpanEvent {}

  /** A scan has ended. */
  record ScanEnded(SpanRecord span) implements SpanEvent {}

  /** An execution of a phase has ended. */
  record PhaseEnded(SpanRecord span) implements SpanEvent {}

  /** Many executions of a phase have ended that have no rows of their own. */
  record PhasesEnded(PhaseBatch batch) implements SpanEvent {
    @Override
    public int weight() {
      return batch.weight();
    }
  }

  /** A phase has started: until it ends it may stand between another phase and the scan. */
  record PhaseStarted(
      String traceId, String spanId, @Nullable String parentSpanId, Supplier<SpanRecord> live)
      implements SpanEvent {}

  /** Any span of a trace in which there is a scan or a phase: it may stand between the two. */
  record SpanSeen(String traceId, String spanId, @Nullable String parentSpanId)
      implements SpanEvent {}

  /** What is still open is given up. */
  record AbortOpenScans() implements SpanEvent {}

  /** Everything handed in before is to be given out; {@code done} hears when it is. */
  record Flush(CountDownLatch done) implements SpanEvent {}

  /** As {@link AbortOpenScans} and {@link Flush}, and nothing comes after it. */
  record Close(CountDownLatch done) implements SpanEvent {}
}
