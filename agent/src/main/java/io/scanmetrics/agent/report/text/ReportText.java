package io.scanmetrics.agent.report.text;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.SafeLine;
import io.scanmetrics.agent.report.Scopes;
import io.scanmetrics.agent.report.Standing;
import io.scanmetrics.agent.report.Verdict;
import io.scanmetrics.store.postgres.report.DurationBand;
import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.PhaseBreakdown;
import io.scanmetrics.store.postgres.report.PhaseFigures;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.SloFigures;
import io.scanmetrics.store.postgres.report.SloStep;
import io.scanmetrics.store.postgres.report.TenantFigures;
import java.util.List;

/** A report in tables: what it comes to first, then the figures, then single scans. */
public final class ReportText {
  /** In how many steps time is told here at most. */
  public static final int MOST_STEPS = 14;

  private static final int BAR = 24;

  private final Terminal terminal;
  private final ScanReport report;

  private ReportText(Terminal terminal, ScanReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  /** Writes all of it. */
  public static void print(ScanReport report, Terminal terminal) {
    new ReportText(terminal, report).print();
  }

  private void print() {
    Verdict verdict = Verdict.of(report);
    title();
    verdict(verdict);
    if (report.total().scans() > 0) {
      targets(verdict);
      steps();
      phases();
      durations();
      tenants();
      lost();
    }
    new StoryTables(terminal, report).print();
  }

  private void title() {
    terminal.line("@|bold Time-to-Evidence|@");
    terminal.paragraph(0, Scopes.of(report));
    terminal.paragraph(0, Scopes.counts(report.total()));
  }

  private void verdict(Verdict verdict) {
    terminal.heading(verdict.headline());
    if (verdict.first() != null) {
      terminal.paragraph(0, verdict.first());
    }
    verdict.reasons().forEach(reason -> terminal.paragraph(2, reason));
  }

  private void targets(Verdict verdict) {
    SloFigures total = report.total();
    terminal.heading("Targets");
    Table table =
        new Table(terminal)
            .text("")
            .number("measured")
            .number("target")
            .text("")
            .number("in time")
            .number("needed");
    table.row(
        "P50",
        Amounts.percentile(total.p50()),
        "< " + Amounts.duration(SloFigures.P50_TARGET),
        standing(verdict.p50()),
        Amounts.exactShare(total.complianceP50()),
        "50 %");
    table.row(
        "P95",
        Amounts.percentile(total.p95()),
        "< " + Amounts.duration(SloFigures.P95_TARGET),
        standing(verdict.p95()),
        Amounts.exactShare(total.complianceP95()),
        "95 %");
    table.print();
    if (total.p95() != null && Double.isInfinite(total.p95().atLeast())) {
      terminal.paragraph(0, "never: too many scans failed or died for it to be reached.");
    }
  }

  private static String standing(Standing standing) {
    return standing == Standing.MISSED ? "MISSED" : standing.text();
  }

  private void steps() {
    terminal.heading("Over time, in steps of " + Amounts.duration(report.period().step()));
    Table table =
        new Table(terminal)
            .number("from (UTC)")
            .number("scans")
            .number("P50")
            .number("P95")
            .number("< 2 min")
            .number("< 5 min")
            .number("failed")
            .number("died")
            .number("run");
    for (SloStep step : report.steps()) {
      SloFigures slo = step.slo();
      table.row(
          Amounts.time(step.start()),
          Amounts.count(slo.scans()),
          Amounts.percentile(slo.p50()),
          Amounts.percentile(slo.p95()),
          Amounts.exactShare(slo.complianceP50()),
          Amounts.exactShare(slo.complianceP95()),
          Amounts.count(slo.failed()),
          Amounts.count(slo.aborted()),
          Amounts.count(slo.running()));
    }
    table.print();
  }

  private void phases() {
    PhaseBreakdown phases = report.phases();
    if (phases.scans() == 0) {
      return;
    }
    terminal.heading(
        "Where the time goes, of " + Amounts.count(phases.scans(), "scan") + " that succeeded");
    Table table =
        new Table(terminal)
            .name("phase")
            .number("share")
            .number("P50")
            .number("P95")
            .number("slowest tenth")
            .text("");
    for (PhaseFigures phase : phases.phases()) {
      Double extra = phase.slowExtra();
      table.row(
          phase.name(),
          Amounts.share(phase.share()),
          Amounts.duration(phase.p50()),
          Amounts.duration(phase.p95()),
          extra == null ? Amounts.NONE : Amounts.difference(extra),
          bar(phase.share()));
    }
    double rest = phases.outside();
    if (rest > 0) {
      table.row("(no phase)", Amounts.share(rest), "", "", "", bar(rest));
    }
    table.print();
  }

  private static String bar(double share) {
    return "#".repeat((int) Math.round(Math.min(1, share) * BAR));
  }

  private void durations() {
    List<DurationBand> bands = report.durations();
    if (bands.isEmpty()) {
      return;
    }
    terminal.heading("How long scans took that succeeded");
    long most = bands.stream().mapToLong(DurationBand::scans).max().orElse(1);
    Table table = new Table(terminal).number("from").number("to").number("scans").text("");
    for (DurationBand band : bands) {
      table.row(
          Amounts.duration(band.fromMillis()),
          band.toMillis() == null ? "" : Amounts.duration(band.toMillis()),
          Amounts.count(band.scans()),
          bar((double) band.scans() / most));
    }
    table.print();
  }

  private void tenants() {
    if (report.tenants().size() < 2) {
      return;
    }
    terminal.heading("Tenants, those with the most scans over 5 min first");
    Table table =
        new Table(terminal)
            .name("tenant")
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
    table.print();
  }

  private void lost() {
    if (report.lost().isEmpty()) {
      return;
    }
    terminal.heading(Scopes.lost(report));
    Table table = new Table(terminal).text("").name("phase").number("scans").name("error");
    for (LostScans lost : report.lost()) {
      table.row(
          lost.aborted() ? "died" : "failed",
          lost.phase() == null ? "(no phase)" : lost.phase(),
          Amounts.count(lost.scans()),
          lost.errorCode() == null ? "" : SafeLine.of(lost.errorCode()));
    }
    table.print();
  }
}
