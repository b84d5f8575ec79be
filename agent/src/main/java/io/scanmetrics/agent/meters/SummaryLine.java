package io.scanmetrics.agent.meters;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scan in words: {@code scan 7c9e2a04… 8.2 s: ingest 1.1 s 13 %, analyze 5.0 s 61 %}. Phases
 * stand in the order in which they first began. Their times are those of the {@code t_*_ms}
 * columns, so what runs in parallel or nested counts once; a phase without a column stands under
 * its own name, with the time in which at least one execution of it ran, and of those that share a
 * row what they took together.
 */
final class SummaryLine {
  private static final int SHOWN_OF_UUID = 8;
  private static final int SHOWN_OF_TEXT = 60;

  private final Scan scan;
  private final long millis;
  private final StringBuilder text = new StringBuilder("scan ");

  private SummaryLine(Scan scan) {
    this.scan = scan;
    this.millis = Duration.between(scan.startedAt(), lastKnownAt(scan)).toMillis();
  }

  static String of(Scan scan) {
    SummaryLine line = new SummaryLine(scan);
    line.appendScan();
    line.appendPhases();
    return line.text.toString();
  }

  private static Instant lastKnownAt(Scan scan) {
    Instant finishedAt = scan.finishedAt();
    if (finishedAt != null) {
      return finishedAt;
    }
    return scan.phases().stream()
        .map(PhaseExecution::finishedAt)
        .max(Comparator.naturalOrder())
        .orElse(scan.startedAt());
  }

  private void appendScan() {
    text.append(shortId());
    if (Boolean.TRUE.equals(scan.columns().get(ScanAttribute.REPLAY))) {
      text.append(" (replay)");
    }
    if (scan.finishedAt() == null) {
      text.append(" aborted after at least");
    } else if (scan.outcome() != Outcome.SUCCEEDED) {
      text.append(' ').append(scan.outcome().text()).append(" after");
    }
    text.append(' ').append(time(millis));
  }

  /** The beginning of a UUID; a text id as the application gave it. */
  private String shortId() {
    if (scan.attributes().get(ScanAttribute.SCAN_ID.key()) instanceof String given) {
      return given.length() <= SHOWN_OF_TEXT ? given : given.substring(0, SHOWN_OF_TEXT) + "…";
    }
    return scan.scanId().toString().substring(0, SHOWN_OF_UUID) + "…";
  }

  private void appendPhases() {
    Map<String, List<PhaseExecution>> byName = new LinkedHashMap<>();
    scan.phases().stream()
        .sorted(Comparator.comparing(PhaseExecution::startedAt))
        .forEach(phase -> byName.computeIfAbsent(name(phase), n -> new ArrayList<>()).add(phase));
    Map<PhaseName, Integer> columns = scan.phaseMillis();
    String separator = ": ";
    for (Map.Entry<String, List<PhaseExecution>> phase : byName.entrySet()) {
      List<PhaseExecution> executions = phase.getValue();
      Integer column = columns.get(executions.get(0).phase());
      long took = column == null ? millis(executions) : column;
      text.append(separator).append(phase.getKey()).append(' ').append(time(took));
      if (millis > 0) {
        text.append(' ').append(Math.round(100.0 * took / millis)).append(" %");
      }
      text.append(failures(executions));
      separator = ", ";
    }
  }

  private static String name(PhaseExecution phase) {
    return phase.metrics().get(ScanSpans.PHASE_NAME) instanceof String own
        ? own
        : phase.phase().text();
  }

  /** Of executions in order of their start. */
  private static long millis(List<PhaseExecution> executions) {
    Duration union = Duration.ZERO;
    Instant reached = Instant.MIN;
    for (PhaseExecution phase : executions) {
      if (phase.executions() > 1) {
        union = union.plus(phase.sum());
        continue;
      }
      Instant from = phase.startedAt().isAfter(reached) ? phase.startedAt() : reached;
      if (phase.finishedAt().isAfter(from)) {
        union = union.plus(Duration.between(from, phase.finishedAt()));
        reached = phase.finishedAt();
      }
    }
    return union.toMillis();
  }

  private static String failures(List<PhaseExecution> executions) {
    long failed = executions.stream().mapToLong(PhaseExecution::failures).sum();
    if (failed == 0) {
      return "";
    }
    long all = executions.stream().mapToLong(PhaseExecution::executions).sum();
    if (all > 1) {
      return " (" + failed + " of " + all + " failed)";
    }
    String code = executions.get(0).errorCode();
    return code == null ? " (failed)" : " (failed: " + code + ")";
  }

  /** {@code 850 ms} or {@code 8.2 s}. */
  private static String time(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    long tenths = (millis + 50) / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
