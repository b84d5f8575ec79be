package io.scanmetrics.log;

import java.util.OptionalLong;

/** Lets the first message of a kind through, then one a minute. For any thread. */
public final class Throttle {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private boolean used;
  private long lastNanos;
  private long leftOut;

  /**
   * Whether a message may pass now.
   *
   * @return how many were left out since the last one that passed; empty if this one may not
   */
  public synchronized OptionalLong admit(long nanoTime) {
    if (used && nanoTime - lastNanos < MINUTE_NANOS) {
      leftOut++;
      return OptionalLong.empty();
    }
    long before = leftOut;
    used = true;
    lastNanos = nanoTime;
    leftOut = 0;
    return OptionalLong.of(before);
  }
}
