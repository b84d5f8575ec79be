package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.Nullable;

/**
 * Within how many milliseconds some share of scans had their evidence, as far as that can be said
 * while some run and when some failed.
 *
 * @param millis whatever becomes of the scans that run; {@code null} if that cannot be said
 * @param atLeast it is no less than that; infinite if too many failed or died for it ever to be
 *     reached
 */
public record Percentile(@Nullable Double millis, double atLeast) {

  /** Whether it is below that many milliseconds, for good. */
  public boolean isBelow(long limit) {
    return millis != null && millis < limit;
  }

  /** Whether it is that many milliseconds or more, for good. */
  public boolean isAtLeast(long limit) {
    return atLeast >= limit;
  }
}
