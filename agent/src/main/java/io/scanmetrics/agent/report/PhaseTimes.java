package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.PhaseRun;
import io.scanmetrics.store.postgres.report.ScanStory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All executions of one phase in one scan.
 *
 * @param name of the phase
 * @param runs in order of their start
 * @param spans when at least one of them ran: in order, apart from each other, within the scan
 */
public record PhaseTimes(String name, List<PhaseRun> runs, List<Span> spans) {
  private static final int NAMED = 3;
  private static final int LONGEST_NAME = 40;

  /** A stretch of time since the start of the scan, in milliseconds. */
  public record Span(long from, long to) {}

  public PhaseTimes {
    runs = List.copyOf(runs);
    spans = List.copyOf(spans);
  }

  /** The time in which at least one ran, in milliseconds. */
  public long millis() {
    return spans.stream().mapToLong(span -> span.to() - span.from()).sum();
  }

  /** How many of them failed. */
  public long failures() {
    return runs.stream().filter(run -> !run.success()).count();
  }

  /** The phases of a scan in the order in which they first began, that in which it is included. */
  public static List<PhaseTimes> of(ScanStory scan) {
    List<PhaseRun> all = new ArrayList<>(scan.phases());
    if (scan.phaseAtEnd() != null && scan.phaseAtEndSince() != null) {
      all.add(new PhaseRun(scan.phaseAtEnd(), scan.phaseAtEndSince(), null, true, null, null));
    }
    all.sort(Comparator.comparing(PhaseRun::startedAt));
    Map<String, List<PhaseRun>> byName = new LinkedHashMap<>();
    all.forEach(run -> byName.computeIfAbsent(run.name(), name -> new ArrayList<>()).add(run));
    return byName.entrySet().stream()
        .map(
            phase ->
                new PhaseTimes(phase.getKey(), phase.getValue(), spans(scan, phase.getValue())))
        .toList();
  }

  private static List<Span> spans(ScanStory scan, List<PhaseRun> runs) {
    Duration took = scan.took();
    long end = took == null ? Long.MAX_VALUE : took.toMillis();
    List<Span> spans = new ArrayList<>();
    for (PhaseRun run : runs) {
      long from = Math.max(0, Math.min(end, since(scan, run.startedAt())));
      Instant finishedAt = run.finishedAt();
      long to =
          finishedAt != null
              ? Math.max(from, Math.min(end, since(scan, finishedAt)))
              : took == null ? from : end;
      Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (last != null && from <= last.to()) {
        spans.set(spans.size() - 1, new Span(last.from(), Math.max(last.to(), to)));
      } else {
        spans.add(new Span(from, to));
      }
    }
    return spans;
  }

  private static long since(ScanStory scan, Instant time) {
    return Duration.between(scan.startedAt(), time).toMillis();
  }

  /** The phases that took most of a scan: {@code analyze 71 %, ingest 20 %}. */
  public static String inWords(ScanStory scan) {
    Duration took = scan.took();
    if (took == null || took.isZero()) {
      return "";
    }
    return of(scan).stream()
        .sorted(Comparator.comparingLong(PhaseTimes::millis).reversed())
        .limit(NAMED)
        .map(
            phase ->
                SafeLine.of(phase.name(), LONGEST_NAME)
                    + " "
                    + Amounts.share((double) phase.millis() / took.toMillis()))
        .reduce((left, right) -> left + ", " + right)
        .orElse("");
  }

  /** The phase that a scan failed in: the last one that failed; {@code null} if none did. */
  public static @Nullable PhaseRun failure(ScanStory scan) {
    return scan.phases().stream()
        .filter(run -> !run.success())
        .max(Comparator.comparing(PhaseRun::startedAt))
        .orElse(null);
  }
}
