package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.Scopes;
import io.scanmetrics.agent.report.Verdict;
import io.scanmetrics.store.postgres.report.ScanReport;
import java.util.List;

/**
 * What stands on the page, in its order and in words; the template says where.
 *
 * @param anyScans whether there are figures at all
 * @param severalTenants whether it tells one from the other
 */
record PageContent(
    String scope,
    String counts,
    String asOf,
    String step,
    Verdict verdict,
    List<TargetCard> targets,
    boolean anyScans,
    PageTable tte,
    PageTable ends,
    List<PhaseBar> phases,
    String phasesOf,
    PageTable shares,
    PageTable durations,
    boolean severalTenants,
    PageTable tenants,
    String lostTitle,
    boolean anyLost,
    PageTable lost,
    List<ScanSection> scans) {

  /** Scans of one kind. */
  record ScanSection(String title, List<ScanCard> cards) {}

  static PageContent of(ScanReport report) {
    PageTables tables = new PageTables(report);
    return new PageContent(
        Scopes.of(report),
        Scopes.counts(report.total()),
        Amounts.exactTime(report.asOf()) + " UTC",
        Amounts.duration(report.period().step()),
        Verdict.of(report),
        TargetCard.of(report),
        report.total().scans() > 0,
        tables.tte(),
        tables.ends(),
        PhaseBar.of(report.phases()),
        Amounts.count(report.phases().scans(), "scan"),
        tables.shares(),
        tables.durations(),
        report.tenants().size() > 1,
        tables.tenants(),
        Scopes.lost(report),
        !report.lost().isEmpty(),
        tables.lost(),
        sections(report));
  }

  private static List<ScanSection> sections(ScanReport report) {
    return List.of(
            new ScanSection(
                "Slowest scans that succeeded",
                report.slowest().stream().map(scan -> ScanCard.slow(report, scan)).toList()),
            new ScanSection(
                "Latest scans that failed or died",
                report.failed().stream().map(scan -> ScanCard.lost(report, scan)).toList()),
            new ScanSection(
                Scopes.inFlight(report),
                report.inFlight().stream().map(scan -> ScanCard.running(report, scan)).toList()))
        .stream()
        .filter(section -> !section.cards().isEmpty())
        .toList();
  }
}
