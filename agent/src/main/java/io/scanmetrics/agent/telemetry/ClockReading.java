package io.scanmetrics.agent.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock and the monotonic clock, read at the same moment: everything that is measured by
 * the one gets its place in time by the other. Immutable.
 *
 * @param epochNanos of the wall clock, since 1970
 * @param nanoTime by {@link System#nanoTime}
 */
record ClockReading(long epochNanos, long nanoTime) {
  /** Between the two readings the processor was surely not taken away. */
  private static final long SAME_MOMENT_NANOS = 20_000;

  private static final int MOST_READINGS = 5;

  /** Now; the nearest of a few, if the processor is taken away between the two readings. */
  static ClockReading now() {
    long nanos = 0;
    Instant wall = Instant.EPOCH;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MOST_READINGS && least > SAME_MOMENT_NANOS; i++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long apart = System.nanoTime() - before;
      if (apart < least) {
        least = apart;
        wall = now;
        nanos = before + apart / 2;
      }
    }
    long epochNanos = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
    return new ClockReading(epochNanos, nanos);
  }

  /** The wall clock's time, in nanoseconds, of another reading of the monotonic clock. */
  long epochNanosAt(long otherNanoTime) {
    return epochNanos + (otherNanoTime - nanoTime);
  }
}
