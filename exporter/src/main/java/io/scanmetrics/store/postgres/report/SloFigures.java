package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.Nullable;

/**
 * What some scans did to the SLO, counted as {@code scanner.slo_stats} counts: replays are left
 * out; scans that failed, died or run too long are breaches.
 *
 * @param scans all of them
 * @param aborted those that died
 * @param running those that run now
 * @param metP50 had their evidence in less than 120 s
 * @param pendingP50 run for less than 120 s
 * @param metP95 had their evidence in less than 300 s
 * @param pendingP95 run for less than 300 s
 * @param p50 {@code null} without scans
 * @param p95 {@code null} without scans
 */
public record SloFigures(
    long scans,
    long succeeded,
    long failed,
    long aborted,
    long running,
    long metP50,
    long pendingP50,
    long metP95,
    long pendingP95,
    @Nullable Percentile p50,
    @Nullable Percentile p95) {

  /** Below that, half of the scans must have their evidence; milliseconds. */
  public static final long P50_TARGET = 120_000;

  /** Below that, 95 % of the scans must have their evidence; milliseconds. */
  public static final long P95_TARGET = 300_000;

  /** Those that took 300 s or more, failed, died or run for that long. */
  public long breachedP95() {
    return scans - pendingP95 - metP95;
  }

  /** Those that will never have evidence. */
  public long lost() {
    return failed + aborted;
  }

  /** The share under 120 s among those of which that is known, 0 to 1; {@code null} for none. */
  public @Nullable Double complianceP50() {
    return share(metP50, scans - pendingP50);
  }

  /** The share under 300 s among those of which that is known, 0 to 1; {@code null} for none. */
  public @Nullable Double complianceP95() {
    return share(metP95, scans - pendingP95);
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
