package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one phase, or one that stands for many: a row of {@code
 * scanner.execution_phases}. Immutable; values are safe to store as they are (lengths cut, no NUL,
 * valid UTF-16).
 *
 * @param spanId 16 lower-case hex digits, unique within its scan
 * @param parentSpanId the innermost phase that this one ran inside, {@code null} if none
 * @param phase its name as the schema knows it
 * @param order from 1, by start, then by span id; 0 before its scan has been put in order
 * @param startedAt whole microseconds
 * @param finishedAt whole microseconds, never before {@code startedAt}
 * @param success false if it threw, or said that it failed
 * @param errorCode of a failed phase, if it has one
 * @param errorMessage of a failed phase, if it has one
 * @param metrics what else the span carried; values are String, Long, Double, Boolean, or a List of
 *     these
 */
public record PhaseExecution(
    String spanId,
    @Nullable String parentSpanId,
    PhaseName phase,
    int order,
    Instant startedAt,
    Instant finishedAt,
    boolean success,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    Map<String, Object> metrics) {

  public PhaseExecution {
    metrics = Map.copyOf(metrics);
  }

  /** How many executions the row stands for: 1, unless there were too many for a row each. */
  public long executions() {
    return FoldedRow.executions(metrics);
  }

  /** How many of these failed. */
  public long failures() {
    return FoldedRow.failures(metrics, success);
  }

  /**
   * How long all of these took together, at most as long as it took from the first to the last; as
   * long as it took if the row stands for one.
   */
  public Duration sum() {
    return FoldedRow.sum(metrics, Duration.between(startedAt, finishedAt));
  }

  PhaseExecution inside(@Nullable String newParentSpanId) {
    return at(order, newParentSpanId);
  }

  PhaseExecution withOrder(int newOrder) {
    return at(newOrder, parentSpanId);
  }

  /** The same execution at that place among those of its scan. */
  PhaseExecution at(int newOrder, @Nullable String newParentSpanId) {
    return new PhaseExecution(
        spanId,
        newParentSpanId,
        phase,
        newOrder,
        startedAt,
        finishedAt,
        success,
        errorCode,
        errorMessage,
        metrics);
  }
}
