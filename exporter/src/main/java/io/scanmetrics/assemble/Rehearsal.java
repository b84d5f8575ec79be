package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.journal.Spool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scan that does not happen, for all to be loaded and linked that those need which do. That is
 * not for speed alone: a lambda that is first needed when there is too little memory may fail then,
 * and the JVM has it fail ever after.
 */
final class Rehearsal {
  private static final String TRACE = "00000000000000000000000000000001";
  private static final String SCAN = "0000000000000001";
  private static final String PHASE = "0000000000000002";
  private static final AssemblyLimits LIMITS =
      new AssemblyLimits(10, 10, Duration.ofSeconds(1), 100, 100, 10, 10, 10, 1_000);

  private Rehearsal() {}

  /** As if it were to be written into that spool. */
  static Scan in(Spool spool, String tenant, ExporterLog log) {
    ScanJournal journal = new ScanJournal(spool, tenant);
    Assembly assembly =
        new Assembly(
            DefaultTenant.of(tenant),
            new UnfailingListener(ScanListener.NONE, log),
            LIMITS,
            () -> 0,
            () -> Instant.EPOCH,
            new HashSet<>(),
            journal);
    SpanRecord scan = span(SCAN, null, Map.of(ScanAttribute.SCAN_ID.key(), "rehearsed"), null);
    SpanRecord phase =
        span(
            PHASE,
            SCAN,
            Map.of(ScanSpans.PHASE_NAME, PhaseName.INGEST.text()),
            new SpanRecord.Failure(null, "rehearsed", "rehearsed"));
    assembly.take(new SpanEvent.ScanStarted(() -> scan, scan));
    assembly.take(new SpanEvent.PhaseEnded(phase));
    assembly.take(new SpanEvent.ScanEnded(scan));
    List<Assembled> out = new ArrayList<>();
    assembly.giveOut(out);
    journal.take(fault -> {});
    return out.get(0).scan();
  }

  private static SpanRecord span(
      String spanId,
      @Nullable String parent,
      Map<String, Object> attributes,
      SpanRecord.@Nullable Failure failure) {
    return new SpanRecord(TRACE, spanId, parent, 0, 1_000, failure, attributes, Map.of(), false);
  }
}
