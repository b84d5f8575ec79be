package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that stands for many executions of one phase: what its {@code phase_metrics} say, from
 * which everything that is told of it can be worked out again. Its start is that of the first of
 * them, its finish that of the last to end.
 */
final class FoldedRow {
  /** How many executions it stands for. */
  static final String EXECUTIONS = "folded.executions";

  /** How many of them failed. */
  static final String FAILURES = "folded.failures";

  /** How long all of them took together, in milliseconds. */
  static final String SUM_MS = "folded.sum_ms";

  /** How long the longest of them took, in milliseconds. */
  static final String MAX_MS = "folded.max_ms";

  private static final String TIME_PREFIX = "folded.t_";
  private static final String TIME_SUFFIX = "_us";

  private FoldedRow() {}

  /**
   * By how many microseconds the time of a phase differs because of them from what the other rows
   * say: more for their own, less for one inside which they ran.
   */
  static String timeOf(PhaseName phase) {
    return TIME_PREFIX + phase.text() + TIME_SUFFIX;
  }

  /** The span id of the row, which belongs to no span: always the same for a scan's phase. */
  static String spanId(String traceId, String scanSpanId, String phase) {
    UUID name =
        UUID.nameUUIDFromBytes((traceId + scanSpanId + phase).getBytes(StandardCharsets.UTF_8));
    return String.format("%016x", name.getLeastSignificantBits());
  }

  /** Whether it is one, and not an execution that has a row of its own. */
  static boolean is(PhaseExecution row) {
    return row.metrics().get(EXECUTIONS) instanceof Long;
  }

  /** How many executions that row stands for. */
  static long executions(Map<String, Object> metrics) {
    return metrics.get(EXECUTIONS) instanceof Long executions ? executions : 1;
  }

  /** How many of those failed. */
  static long failures(Map<String, Object> metrics, boolean success) {
    return metrics.get(FAILURES) instanceof Long failures ? failures : success ? 0 : 1;
  }

  /** How long those took together, but no longer than that. */
  static Duration sum(Map<String, Object> metrics, Duration most) {
    if (!(metrics.get(SUM_MS) instanceof Double millis)) {
      return most;
    }
    Duration sum = Duration.ofNanos((long) (millis * 1_000_000));
    return sum.compareTo(most) < 0 ? sum : most;
  }

  /** See {@link #timeOf}; {@code null} if the row says nothing of that phase. */
  static @Nullable Long time(Map<String, Object> metrics, PhaseName phase) {
    return metrics.get(timeOf(phase)) instanceof Long micros ? micros : null;
  }
}
