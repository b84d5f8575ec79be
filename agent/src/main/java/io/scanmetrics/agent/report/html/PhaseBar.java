package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.SafeLine;
import io.scanmetrics.store.postgres.report.PhaseBreakdown;
import io.scanmetrics.store.postgres.report.PhaseFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * What one phase costs: a row of figures with a bar.
 *
 * @param color a class of the style sheet
 * @param width of the bar, in percent
 */
record PhaseBar(
    String name,
    String color,
    String width,
    String share,
    String scans,
    String p50,
    String p95,
    String slowExtra) {
  private static final int LONGEST_NAME = 60;

  /** All of them, and the time outside them. */
  static List<PhaseBar> of(PhaseBreakdown phases) {
    List<PhaseBar> bars = new ArrayList<>();
    for (PhaseFigures phase : phases.phases()) {
      bars.add(
          new PhaseBar(
              SafeLine.middleOf(phase.name(), LONGEST_NAME),
              Colors.of(phase.name()),
              Waterfall.percent(Math.min(1, phase.share())),
              Amounts.share(phase.share()),
              Amounts.count(phase.scans()),
              Amounts.duration(phase.p50()),
              Amounts.duration(phase.p95()),
              phase.slowExtra() == null ? Amounts.NONE : Amounts.difference(phase.slowExtra())));
    }
    double outside = phases.outside();
    if (outside > 0) {
      bars.add(
          new PhaseBar(
              "(no phase)",
              Colors.OUTSIDE,
              Waterfall.percent(outside),
              Amounts.share(outside),
              Amounts.NONE,
              Amounts.NONE,
              Amounts.NONE,
              Amounts.NONE));
    }
    return bars;
  }
}
