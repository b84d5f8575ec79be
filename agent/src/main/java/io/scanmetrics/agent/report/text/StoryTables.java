package io.scanmetrics.agent.report.text;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.PhaseTimes;
import io.scanmetrics.agent.report.Scopes;
import io.scanmetrics.store.postgres.report.PhaseRun;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.ScanStory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single scans, a line each: the slowest, those that failed or died, and those that run. */
final class StoryTables {
  private final Terminal terminal;
  private final ScanReport report;

  StoryTables(Terminal terminal, ScanReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  void print() {
    slowest();
    failed();
    inFlight();
  }

  private void slowest() {
    if (report.slowest().isEmpty()) {
      return;
    }
    terminal.heading("Slowest scans that succeeded");
    Table table =
        new Table(terminal)
            .number("took")
            .name("scan")
            .number("started (UTC)")
            .text("most of it in");
    for (ScanStory scan : report.slowest()) {
      table.row(
          took(scan),
          Scopes.scan(report, scan),
          PhaseTimes.inWords(scan),
          Amounts.time(scan.startedAt()));
    }
    table.print();
  }

  private void failed() {
    if (report.failed().isEmpty()) {
      return;
    }
    terminal.heading("Latest scans that failed or died");
    Table table =
        new Table(terminal)
            .number("after")
            .name("scan")
            .text("")
            .name("phase")
            .name("error")
            .number("started (UTC)");
    for (ScanStory scan : report.failed()) {
      PhaseRun failure = PhaseTimes.failure(scan);
      table.row(
          took(scan),
          Scopes.scan(report, scan),
          scan.outcome().equals("aborted") ? "died" : "failed",
          text(failure == null ? scan.phaseAtEnd() : failure.name()),
          failure == null ? "" : text(failure.errorCode()),
          Amounts.time(scan.startedAt()));
    }
    table.print();
  }

  private void inFlight() {
    List<ScanStory> scans = report.inFlight();
    if (scans.isEmpty()) {
      return;
    }
    terminal.heading(Scopes.inFlight(report));
    Table table =
        new Table(terminal).number("for").name("scan").name("now in").number("started (UTC)");
    for (ScanStory scan : scans) {
      table.row(
          took(scan),
          Scopes.scan(report, scan),
          text(scan.phaseAtEnd()),
          Amounts.time(scan.startedAt()));
    }
    table.print();
  }

  private static String took(ScanStory scan) {
    return scan.took() == null ? Amounts.NONE : Amounts.duration(scan.took());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
