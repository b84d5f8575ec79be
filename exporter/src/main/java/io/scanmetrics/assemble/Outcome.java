package io.scanmetrics.assemble;

import java.util.Locale;

/** How a scan stands, as {@code scan_metrics.outcome} says it. */
public enum Outcome {
  /** Still open. */
  RUNNING,
  /** Returned without a failure. */
  SUCCEEDED,
  /** Threw, or said that it failed. */
  FAILED,
  /** Its JVM ended before it did; it has no finish time. */
  ABORTED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As in the column. */
  public String text() {
    return text;
  }
}
