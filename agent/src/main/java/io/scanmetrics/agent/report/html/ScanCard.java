package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.agent.report.PhaseTimes;
import io.scanmetrics.agent.report.SafeLine;
import io.scanmetrics.agent.report.Scopes;
import io.scanmetrics.store.postgres.report.PhaseRun;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.ScanStory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scan: a line, and what is to be seen when one looks closer.
 *
 * @param told what matters most about it, in a few words
 */
record ScanCard(
    String took,
    String name,
    String told,
    Waterfall waterfall,
    List<Fact> facts,
    List<String> errors) {
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_ERROR = 600;
  private static final int MOST_ERRORS = 3;

  /** Something else to know about it. */
  record Fact(String name, String value) {}

  /** One that succeeded: what took so long. */
  static ScanCard slow(ScanReport report, ScanStory scan) {
    return of(report, scan, PhaseTimes.inWords(scan));
  }

  /** One that failed or died: where. */
  static ScanCard lost(ScanReport report, ScanStory scan) {
    PhaseRun failure = PhaseTimes.failure(scan);
    String phase = failure == null ? scan.phaseAtEnd() : failure.name();
    return of(
        report,
        scan,
        (scan.outcome().equals("aborted") ? "died" : "failed")
            + (phase == null ? "" : " in " + phase)
            + (failure == null || failure.errorCode() == null
                ? ""
                : " with " + failure.errorCode()));
  }

  /** One that runs: what it is in. */
  static ScanCard running(ScanReport report, ScanStory scan) {
    return of(report, scan, scan.phaseAtEnd() == null ? "runs" : "now in " + scan.phaseAtEnd());
  }

  private static ScanCard of(ScanReport report, ScanStory scan, String told) {
    return new ScanCard(
        scan.took() == null ? Amounts.NONE : Amounts.duration(scan.took()),
        SafeLine.middleOf(Scopes.scan(report, scan), LONGEST_NAME),
        SafeLine.of(told, LONGEST_NAME),
        Waterfall.of(scan),
        facts(scan),
        errors(scan));
  }

  private static List<Fact> facts(ScanStory scan) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "started", Amounts.exactTime(scan.startedAt()) + " UTC");
    add(facts, "scan", scan.id());
    add(facts, "tenant", Scopes.tenant(scan.tenant(), scan.tenantName()));
    add(facts, "artifact", scan.artifactType());
    add(facts, "digest", scan.artifactDigest());
    add(facts, "scanner", scan.scannerVersion());
    add(facts, "attempt", scan.attempt() > 1 ? Amounts.count(scan.attempt()) : null);
    add(facts, "replay", scan.replay() ? "yes" : null);
    add(facts, "trace", scan.traceId());
    return facts;
  }

  private static void add(List<Fact> facts, String name, @Nullable String value) {
    if (value != null) {
      facts.add(new Fact(name, SafeLine.of(value)));
    }
  }

  /** Of the phases that failed, the last ones first. */
  private static List<String> errors(ScanStory scan) {
    List<String> errors = new ArrayList<>();
    List<PhaseRun> runs = scan.phases();
    for (int i = runs.size() - 1; i >= 0 && errors.size() < MOST_ERRORS; i--) {
      PhaseRun run = runs.get(i);
      if (!run.success()) {
        errors.add(SafeLine.of(inWords(run), LONGEST_ERROR));
      }
    }
    return errors;
  }

  private static String inWords(PhaseRun run) {
    StringBuilder text = new StringBuilder(run.name()).append(" failed");
    if (run.errorCode() != null) {
      text.append(": ").append(run.errorCode());
    }
    if (run.errorMessage() != null) {
      text.append(": ").append(run.errorMessage());
    }
    return text.toString();
  }
}
