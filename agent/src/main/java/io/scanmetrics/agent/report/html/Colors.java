package io.scanmetrics.agent.report.html;

import io.scanmetrics.PhaseName;

/** Which of the page's colours a phase has: a class of its style sheet. */
final class Colors {
  /** Time in no phase. */
  static final String OUTSIDE = "phase-none";

  private Colors() {}

  /** Each of the six has its own, all others share one. */
  static String of(String phase) {
    return "phase-" + PhaseName.of(phase).text();
  }
}
