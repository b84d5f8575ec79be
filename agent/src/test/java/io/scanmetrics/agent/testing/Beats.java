package io.scanmetrics.agent.testing;

import java.util.List;

/** What an application writes down again and again, to tell when the machine had no time for it. */
public final class Beats {
  /** An application that pauses for 5 ms each time beats at least that often. */
  private static final long REGULAR_MILLIS = 10;

  private static final long LOOKED_AT_MILLIS = 1_000;

  private Beats() {}

  /**
   * By how much beats were late in the last second.
   *
   * @param beats when they were, in milliseconds since 1970, the first one first
   * @param until when the second ends
   */
  public static long millisMissed(List<Long> beats, long until) {
    long missed = 0;
    long next = until;
    for (int i = beats.size() - 1; i >= 0 && next > until - LOOKED_AT_MILLIS; i--) {
      missed += Math.max(0, next - beats.get(i) - REGULAR_MILLIS);
      next = beats.get(i);
    }
    return missed;
  }
}
