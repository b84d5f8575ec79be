package com.example.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * By how much times in the rows differ from those of the scanner, whose first statement comes after
 * the agent's reading of the clock, and whose last before it. On a busy machine a thread may lose
 * its processor between the two, so a few may differ by more.
 */
final class Deviations {
  private static final long USUAL_MICROS = 3_000;
  private static final long EVER_MICROS = 250_000;
  private static final double SHARE_THAT_IS_USUAL = 0.95;

  private final Map<String, Long> micros = new TreeMap<>();

  /** Both in microseconds. */
  void add(String what, @Nullable Object found, long expected) {
    micros.put(what, found instanceof Long time ? Math.abs(time - expected) : Long.MAX_VALUE);
  }

  void check(SoftAssertions softly) {
    Map<String, Long> unusual =
        micros.entrySet().stream()
            .filter(deviation -> deviation.getValue() > USUAL_MICROS)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    softly
        .assertThat(1 - (double) unusual.size() / micros.size())
        .as("share of times within 3 ms; beyond, in microseconds: %s", unusual)
        .isGreaterThanOrEqualTo(SHARE_THAT_IS_USUAL);
    softly
        .assertThat(unusual)
        .as("no time is a wrong one")
        .allSatisfy((what, by) -> softly.assertThat(by).as(what).isLessThan(EVER_MICROS));
  }
}
