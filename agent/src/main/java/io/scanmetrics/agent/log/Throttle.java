package io.scanmetrics.agent.log;

import java.util.HashMap;
import java.util.Map;

/** Lets one message of a kind through, then one a minute. For any thread. */
final class Throttle {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** By kind: when the last one was let through, and how many were not since. */
  private final Map<String, long[]> seen = new HashMap<>();

  /** How many were left out since the last one, if this one may pass; else -1. */
  synchronized long admit(String kind, long nanoTime) {
    long[] state = seen.get(kind);
    if (state == null) {
      seen.put(kind, new long[] {nanoTime, 0});
      return 0;
    }
    if (nanoTime - state[0] < MINUTE_NANOS) {
      state[1]++;
      return -1;
    }
    long leftOut = state[1];
    state[0] = nanoTime;
    state[1] = 0;
    return leftOut;
  }
}
