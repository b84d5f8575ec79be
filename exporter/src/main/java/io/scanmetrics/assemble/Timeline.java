package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.util.EnumMap;
import java.util.Map;

/** Wall-clock time per phase. */
final class Timeline {
  private Timeline() {}

  static Map<PhaseName, Integer> phaseMillis(Scan scan) {
    return new EnumMap<>(PhaseName.class);
  }
}
