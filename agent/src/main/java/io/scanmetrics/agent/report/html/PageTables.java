package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.Scopes;
import io.scanmetrics.store.postgres.report.DurationBand;
import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.PhaseStep;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.SloFigures;
import io.scanmetrics.store.postgres.report.SloStep;
import io.scanmetrics.store.postgres.report.TenantFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures as tables: each chart's, and those that no chart shows. */
final class PageTables {
  private final ScanReport report;

  PageTables(ScanReport report) {
    this.report = report;
  }

  PageTable tte() {
    PageTable table =
        new PageTable("Time-to-Evidence in each step")
            .text("from (UTC)")
            .number("scans")
            .number("P50")
            .number("P95")
            .number("< 2 min")
            .number("< 5 min");
    for (SloStep step : report.steps()) {
      SloFigures slo = step.slo();
      table.row(
          Amounts.time(step.start()),
          Amounts.count(slo.scans()),
          Amounts.percentile(slo.p50()),
          Amounts.percentile(slo.p95()),
          Amounts.exactShare(slo.complianceP50()),
          Amounts.exactShare(slo.complianceP95()));
    }
    return table;
  }

  PageTable ends() {
    PageTable table =
        new PageTable("What became of the scans of each step")
            .text("from (UTC)")
            .number("< 2 min")
            .number("2 to 5 min")
            .number("slower")
            .number("failed")
            .number("died")
            .number("running");
    for (SloStep step : report.steps()) {
      Ends ends = Ends.of(step.slo());
      table.row(
          Amounts.time(step.start()),
          Amounts.count(ends.within2()),
          Amounts.count(ends.within5()),
          Amounts.count(ends.slower()),
          Amounts.count(ends.failed()),
          Amounts.count(ends.died()),
          Amounts.count(ends.running()));
    }
    return table;
  }

  PageTable shares() {
    PageTable table = new PageTable("Phases' shares in each step").text("from (UTC)");
    List<PhaseStep> steps = report.phases().steps();
    List<String> phases = steps.isEmpty() ? List.of() : List.copyOf(steps.get(0).shares().keySet());
    table.number("scans");
    phases.forEach(table::number);
    for (PhaseStep step : steps) {
      List<String> cells = new ArrayList<>();
      cells.add(Amounts.time(step.start()));
      cells.add(Amounts.count(step.scans()));
      for (Map.Entry<String, Double> share : step.shares().entrySet()) {
        cells.add(Amounts.share(share.getValue()));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  PageTable durations() {
    PageTable table =
        new PageTable("Scans that succeeded, by how long they took")
            .text("from")
            .number("to")
            .number("scans");
    for (DurationBand band : report.durations()) {
      table.row(
          Amounts.duration(band.fromMillis()),
          band.toMillis() == null ? "" : Amounts.duration(band.toMillis()),
          Amounts.count(band.scans()));
    }
    return table;
  }

  PageTable tenants() {
    PageTable table =
        new PageTable("The most scans over 5 min first")
            .text("tenant")
            .number("scans")
            .number("P50")
            .number("P95")
            .number("< 2 min")
            .number("< 5 min");
    for (TenantFigures tenant : report.tenants()) {
      SloFigures slo = tenant.slo();
      table.row(
          Scopes.tenant(tenant.tenant(), tenant.name()),
          Amounts.count(slo.scans()),
          Amounts.percentile(slo.p50()),
          Amounts.percentile(slo.p95()),
          Amounts.exactShare(slo.complianceP50()),
          Amounts.exactShare(slo.complianceP95()));
    }
    return table;
  }

  PageTable lost() {
    PageTable table =
        new PageTable("The most frequent first")
            .text("phase")
            .text("outcome")
            .number("scans")
            .text("error");
    for (LostScans lost : report.lost()) {
      table.row(
          lost.phase() == null ? "(no phase)" : lost.phase(),
          lost.aborted() ? "died" : "failed",
          Amounts.count(lost.scans()),
          lost.errorCode() == null ? "" : lost.errorCode());
    }
    return table;
  }
}
