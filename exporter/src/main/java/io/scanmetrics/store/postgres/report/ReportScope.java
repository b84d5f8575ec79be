package io.scanmetrics.store.postgres.report;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which scans a report is about: those that started in a stretch of time.
 *
 * @param tenant {@code null} for all tenants
 * @param since how long the stretch is; positive
 * @param until where it ends, exclusive; {@code null} for now, by the clock of the database
 * @param mostSteps in how many steps it is told at most; positive
 */
public record ReportScope(
    @Nullable UUID tenant, Duration since, @Nullable Instant until, int mostSteps) {

  /**
   * Refuses a stretch without length or steps.
   *
   * @throws IllegalArgumentException if {@code since} or {@code mostSteps} is not positive
   */
  public ReportScope {
    if (since.isZero() || since.isNegative()) {
      throw new IllegalArgumentException("a report is about some time, not about " + since);
    }
    if (mostSteps < 1) {
      throw new IllegalArgumentException("a report has at least one step, not " + mostSteps);
    }
  }
}
