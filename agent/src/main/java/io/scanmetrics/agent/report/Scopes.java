package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.Period;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.ScanStory;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what a report is about. */
public final class Scopes {
  private static final int LONGEST_NAME = 60;

  private Scopes() {}

  /** Whose scans, and when. */
  public static String of(ScanReport report) {
    return who(report) + ", " + when(report.period());
  }

  /** {@code tenant acme}, {@code all tenants}. */
  public static String who(ScanReport report) {
    return report.tenant() == null
        ? "all tenants"
        : "tenant " + tenant(report.tenant(), report.tenantName());
  }

  /** {@code 7 d from 2026-11-16 05:40 to 2026-11-23 05:40 UTC}. */
  public static String when(Period period) {
    return "%s from %s to %s UTC"
        .formatted(
            Amounts.duration(period.length()),
            Amounts.time(period.from()),
            Amounts.time(period.to()));
  }

  /** The name that its scanners gave, else the UUID. */
  public static String tenant(UUID tenant, @Nullable String name) {
    return name == null ? tenant.toString() : SafeLine.of(name, LONGEST_NAME);
  }

  /**
   * {@code 1,204 scans: 1,190 succeeded, 9 failed, 3 died, 2 run}, without what there is none of.
   */
  public static String counts(SloFigures slo) {
    if (slo.scans() == 0) {
      return "0 scans";
    }
    StringBuilder text = new StringBuilder(Amounts.count(slo.scans(), "scan"));
    String separator = ": ";
    long[] numbers = {slo.succeeded(), slo.failed(), slo.aborted(), slo.running()};
    String[] words = {"succeeded", "failed", "died", slo.running() == 1 ? "runs" : "run"};
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > 0) {
        text.append(separator).append(Amounts.count(numbers[i])).append(' ').append(words[i]);
        separator = ", ";
      }
    }
    return text.toString();
  }

  /** The title of the ways in which scans were lost. */
  public static String lost(ScanReport report) {
    long all = report.total().lost();
    return all == report.lostSeen()
        ? "Where scans fail and die"
        : "Where the last %s scans of %s failed and died"
            .formatted(Amounts.count(report.lostSeen()), Amounts.count(all));
  }

  /** The title of the scans that run. */
  public static String inFlight(ScanReport report) {
    return "Scans in flight at %s UTC%s"
        .formatted(
            Amounts.exactTime(report.asOf()),
            report.inFlightCount() > report.inFlight().size()
                ? ", the oldest of " + Amounts.count(report.inFlightCount())
                : "");
  }

  /** A scan by its own name, and by its tenant's where there are several. */
  public static String scan(ScanReport report, ScanStory scan) {
    return report.tenant() != null || report.tenants().size() < 2
        ? scan.id()
        : scan.id() + " of " + tenant(scan.tenant(), scan.tenantName());
  }
}
