package io.scanmetrics.assemble;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to scans and phases, on its way to the {@link ScanAssembler}. Events may
 * come in any order, and more than once.
 */
public sealed interface SpanEvent {
  /** The trace in which it happens. */
  String traceId();

  /**
   * A scan has started; {@code span} is what was known of it then, {@code live} gives what is known
   * when it is asked, and is {@code null} if that was in another process.
   */
  record ScanStarted(@Nullable Supplier<SpanRecord> live, SpanRecord span) implements SpanEvent {
    @Override
    public String traceId() {
      return span.traceId();
    }
  }

  /** More has come to light of a scan that runs: it is asked again what is known of it. */
  record ScanLearned(String traceId, String spanId) implements SpanEvent {}

  /** A scan has ended. */
  record ScanEnded(SpanRecord span) implements SpanEvent {
    @Override
    public String traceId() {
      return span.traceId();
    }
  }

  /** An execution of a phase has ended. */
  record PhaseEnded(SpanRecord span) implements SpanEvent {
    @Override
    public String traceId() {
      return span.traceId();
    }
  }

  /** Many executions of a phase have ended that have no rows of their own. */
  record PhasesEnded(PhaseBatch batch) implements SpanEvent {
    @Override
    public String traceId() {
      return batch.traceId();
    }
  }

  /** A phase has started: until it ends it may stand between another phase and the scan. */
  record PhaseStarted(
      String traceId, String spanId, @Nullable String parentSpanId, Supplier<SpanRecord> live)
      implements SpanEvent {}

  /** Any span of a trace in which there is a scan or a phase: it may stand between the two. */
  record SpanSeen(String traceId, String spanId, @Nullable String parentSpanId)
      implements SpanEvent {}
}
