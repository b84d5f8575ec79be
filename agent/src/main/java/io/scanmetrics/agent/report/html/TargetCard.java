package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.Standing;
import io.scanmetrics.store.postgres.report.Percentile;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one percentile stands to its target.
 *
 * @param standing a class of the style sheet
 * @param mark the same as a sign
 * @param note what else there is to say; empty for nothing
 */
record TargetCard(
    String name,
    String measured,
    String standing,
    String mark,
    String inWords,
    String inTime,
    String note) {

  static List<TargetCard> of(ScanReport report) {
    SloFigures total = report.total();
    return List.of(
        of("P50", total.p50(), SloFigures.P50_TARGET, total.complianceP50(), "50 %"),
        of("P95", total.p95(), SloFigures.P95_TARGET, total.complianceP95(), "95 %"));
  }

  private static TargetCard of(
      String name,
      @Nullable Percentile percentile,
      long target,
      @Nullable Double share,
      String needed) {
    Standing standing = Standing.of(percentile, target);
    String limit = Amounts.duration(target);
    return new TargetCard(
        name,
        Amounts.percentile(percentile),
        standing.name().toLowerCase(Locale.ROOT),
        switch (standing) {
          case MET -> "\u2713";
          case MISSED -> "\u2717";
          case OPEN -> "\u2026";
          case NONE -> "";
        },
        "target of less than " + limit + (standing == Standing.NONE ? "" : ": " + standing.text()),
        share == null
            ? ""
            : "%s within %s, %s needed".formatted(Amounts.exactShare(share), limit, needed),
        percentile != null && Double.isInfinite(percentile.atLeast())
            ? "Too many scans failed or died for it to be reached."
            : "");
  }
}
