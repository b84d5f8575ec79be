package io.scanmetrics.agent.meters;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.SpanRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scans to be heard of; times are milliseconds from the start of the scan. */
final class TestScans {
  /** The span of whatever is heard of. */
  static final SpanRef SPAN =
      new SpanRef("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);

  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
  private static final UUID ID = UUID.fromString("7c9e2a04-1111-4222-8333-444455556666");

  private final Map<ScanAttribute, Object> columns = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final List<PhaseExecution> phases = new ArrayList<>();

  static TestScans scan() {
    return new TestScans();
  }

  TestScans with(ScanAttribute column, Object value) {
    columns.put(column, value);
    return this;
  }

  TestScans named(String scanId) {
    attributes.put(ScanAttribute.SCAN_ID.key(), scanId);
    return this;
  }

  TestScans phase(PhaseExecution phase) {
    phases.add(phase);
    return this;
  }

  TestScans phase(String name, long from, long to) {
    return phase(execution(name, from, to, true, null));
  }

  TestScans failedPhase(String name, long from, long to, @Nullable String errorCode) {
    return phase(execution(name, from, to, false, errorCode));
  }

  Scan succeededAfter(long millis) {
    return ended(Outcome.SUCCEEDED, START.plusMillis(millis));
  }

  Scan failedAfter(long millis) {
    return ended(Outcome.FAILED, START.plusMillis(millis));
  }

  Scan aborted() {
    return ended(Outcome.ABORTED, null);
  }

  static PhaseExecution execution(
      String name, long from, long to, boolean success, @Nullable String errorCode) {
    PhaseName phase = PhaseName.of(name);
    return new PhaseExecution(
        "%016x".formatted(from * 31 + to + name.hashCode()),
        null,
        phase,
        0,
        START.plusMillis(from),
        START.plusMillis(to),
        success,
        errorCode,
        null,
        phase == PhaseName.OTHER ? Map.of(ScanSpans.PHASE_NAME, name) : Map.of());
  }

  private Scan ended(Outcome outcome, @Nullable Instant at) {
    return new Scan(
        ID,
        ID,
        new UUID(0, 0),
        "0".repeat(32),
        "0".repeat(16),
        START,
        at,
        outcome,
        columns,
        attributes,
        phases);
  }
}
