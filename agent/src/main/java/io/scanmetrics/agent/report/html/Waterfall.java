package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.PhaseTimes;
import io.scanmetrics.agent.report.SafeLine;
import io.scanmetrics.store.postgres.report.ScanStory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When the phases of one scan ran, a row each.
 *
 * @param bars of all rows, for one line
 * @param more what is not shown, a sentence; empty if all is
 */
record Waterfall(List<Row> rows, List<Bar> bars, String more) {
  private static final int MOST_ROWS = 24;
  private static final int LONGEST_NAME = 60;

  /** What is narrower is not seen; what is closer together than that is drawn as one. */
  private static final double NARROWEST = 0.004;

  /**
   * One phase.
   *
   * @param took with how often it ran, if not once
   */
  record Row(String name, String took, String share, boolean failed, List<Bar> bars) {}

  /**
   * A stretch of time.
   *
   * @param left where it begins, in percent of the scan
   * @param width in percent of the scan
   * @param color a class of the style sheet
   */
  record Bar(String left, String width, String color) {}

  static Waterfall of(ScanStory scan) {
    List<PhaseTimes> phases = PhaseTimes.of(scan);
    double whole = Math.max(1, whole(scan, phases));
    List<Row> rows = new ArrayList<>();
    List<Bar> all = new ArrayList<>();
    for (PhaseTimes phase : phases.subList(0, Math.min(MOST_ROWS, phases.size()))) {
      Row row = row(phase, whole);
      rows.add(row);
      all.addAll(row.bars());
    }
    return new Waterfall(rows, all, more(scan, phases.size() - rows.size()));
  }

  private static long whole(ScanStory scan, List<PhaseTimes> phases) {
    return scan.took() != null
        ? scan.took().toMillis()
        : phases.stream()
            .flatMap(phase -> phase.spans().stream())
            .mapToLong(PhaseTimes.Span::to)
            .max()
            .orElse(0);
  }

  private static Row row(PhaseTimes phase, double whole) {
    int runs = phase.runs().size();
    return new Row(
        SafeLine.middleOf(phase.name(), LONGEST_NAME),
        Amounts.duration(phase.millis()) + (runs == 1 ? "" : " in " + Amounts.count(runs)),
        Amounts.share(phase.millis() / whole),
        phase.failures() > 0,
        bars(phase, whole));
  }

  private static List<Bar> bars(PhaseTimes phase, double whole) {
    List<Bar> bars = new ArrayList<>();
    List<PhaseTimes.Span> spans = phase.spans();
    for (int i = 0; i < spans.size(); i++) {
      double from = spans.get(i).from() / whole;
      double to = spans.get(i).to() / whole;
      while (i + 1 < spans.size() && spans.get(i + 1).from() / whole - to < NARROWEST) {
        i++;
        to = spans.get(i).to() / whole;
      }
      double width = Math.max(NARROWEST, to - from);
      bars.add(
          new Bar(percent(Math.min(from, 1 - width)), percent(width), Colors.of(phase.name())));
    }
    return bars;
  }

  private static String more(ScanStory scan, int phases) {
    if (scan.phaseCount() > scan.phases().size()) {
      return "Of %s executions of phases, the first %s are told."
          .formatted(Amounts.count(scan.phaseCount()), Amounts.count(scan.phases().size()));
    }
    return phases > 0 ? Amounts.count(phases, "more phase") + " not shown." : "";
  }

  /** As the style sheet and SVG read it. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }
}
