package com.example.demo;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By how much times in the rows differ from those of the scanner, whose first statement comes after
 * the agent's reading of the clock, and whose last before it.
 */
final class Deviations {
  private static final long TOLERATED_MICROS = 3_000;

  private final Map<String, Long> beyond = new TreeMap<>();

  /** Both in microseconds. */
  void add(String what, @Nullable Object found, long expected) {
    long by = found instanceof Long time ? time - expected : Long.MAX_VALUE;
    if (Math.abs(by) > TOLERATED_MICROS) {
      beyond.put(what, by);
    }
  }

  /** Those of more than 3 ms, in microseconds. */
  Map<String, Long> beyond() {
    return beyond;
  }
}
