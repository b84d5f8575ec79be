package io.scanmetrics.store;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long the {@link ScanWriter} pauses before it tries a batch again: a random share of a limit
 * that doubles with each failure in a row, so that many scanners do not return to a database in the
 * same moment. For one thread.
 */
final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private final DoubleSupplier share;
  private long limitNanos;

  /**
   * @param share from 0 to 1, of the limit
   */
  Backoff(Duration first, Duration longest, DoubleSupplier share) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
    this.share = share;
    this.limitNanos = firstNanos;
  }

  /** The pause after one more failure. */
  long nextNanos() {
    long nanos = (long) (limitNanos * share.getAsDouble());
    limitNanos = Math.min(limitNanos * 2, longestNanos);
    return nanos;
  }

  /** It worked: the next failure is a first one again. */
  void reset() {
    limitNanos = firstNanos;
  }
}
