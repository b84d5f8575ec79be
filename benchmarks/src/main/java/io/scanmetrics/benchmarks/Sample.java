package io.scanmetrics.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measurements of one contender, in milliseconds or nanoseconds. */
final class Sample {
  private final List<Double> values = new ArrayList<>();

  void add(double millis) {
    values.add(millis);
  }

  double median() {
    return quantile(0.5);
  }

  /** The spread that a reader should know of: the middle half of the measurements. */
  String middleHalf() {
    return String.format("%.0f – %.0f", quantile(0.25), quantile(0.75));
  }

  private double quantile(double fraction) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.round(fraction * (sorted.size() - 1)));
  }
}
