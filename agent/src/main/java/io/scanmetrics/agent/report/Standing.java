package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.Percentile;
import org.jspecify.annotations.Nullable;

/** How a percentile stands to its target. */
public enum Standing {
  /** There are no scans. */
  NONE("no scans"),
  MET("met"),
  MISSED("missed"),
  /** It depends on what becomes of the scans that run. */
  OPEN("not decided");

  private final String text;

  Standing(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /**
   * Looks at it.
   *
   * @param target in milliseconds; met if the percentile is below
   */
  public static Standing of(@Nullable Percentile percentile, long target) {
    if (percentile == null) {
      return NONE;
    }
    if (percentile.isBelow(target)) {
      return MET;
    }
    return percentile.isAtLeast(target) ? MISSED : OPEN;
  }
}
