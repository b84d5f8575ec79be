package io.scanmetrics.agent.recording;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.agent.spans.TracedSpan;
import io.scanmetrics.agent.spans.Traces;
import io.scanmetrics.agent.telemetry.Crowd;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.Failure;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import io.scanmetrics.assemble.PhaseBatch;
import io.scanmetrics.assemble.ScanAssembler;
import io.scanmetrics.assemble.SpanEvent;
import io.scanmetrics.assemble.SpanRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the exporter of scans and phases as they happen, without waiting for anything. For one
 * thread at a time.
 */
final class ScanTeller {
  private final ScanAssembler assembler;
  private final Traces traces;
  private final Map<String, String> baggage;
  private final Map<String, Object> resource;

  /** The attributes of phases of which there is nothing to say but their names. */
  private final Map<String, Map<String, Object>> named = new HashMap<>();

  /**
   * @param baggage becomes attributes of every scan and phase
   * @param resource as of a {@link SpanRecord}
   */
  ScanTeller(
      ScanAssembler assembler,
      Traces traces,
      Map<String, String> baggage,
      Map<String, Object> resource) {
    this.assembler = assembler;
    this.traces = traces;
    this.baggage = baggage;
    this.resource = resource;
  }

  /**
   * What is known of a phase while it runs. No lambda: one that is first needed when there is too
   * little memory would fail for good.
   */
  private record AsItBegan(SpanRecord span) implements Supplier<SpanRecord> {
    @Override
    public SpanRecord get() {
      return span;
    }
  }

  /** Likewise, of a scan of which more comes to light while it runs. */
  private record AsItIs(ScanTeller teller, OpenScan scan) implements Supplier<SpanRecord> {
    @Override
    public SpanRecord get() {
      return teller.record(scan, false);
    }
  }

  void began(OpenScan scan) {
    assembler.take(new SpanEvent.ScanStarted(new AsItIs(this, scan), record(scan, false)));
  }

  void learned(OpenScan scan) {
    TracedSpan traced = traces.of(scan);
    assembler.take(new SpanEvent.ScanLearned(traced.traceId(), traced.spanId()));
  }

  void ended(OpenScan scan) {
    assembler.take(new SpanEvent.ScanEnded(record(scan, true)));
  }

  /** The phase that it runs inside is told of first, so that nobody takes it for missing. */
  void ended(OpenPhase phase) {
    show(phase.enclosing());
    // Whatever of it ends later needs not be told that it runs.
    traces.of(phase).show();
    assembler.takeEndOfPhase(record(phase, true));
    phase.letGo();
  }

  void ended(Crowd crowd) {
    crowd.take();
    OpenScan scan = crowd.scan();
    if (scan != null && !scan.isRefused()) {
      OpenPhase enclosing = crowd.enclosing();
      show(enclosing);
      TracedSpan traced = traces.of(scan);
      assembler.take(
          new SpanEvent.PhasesEnded(
              new PhaseBatch(
                  traced.traceId(),
                  traced.spanId(),
                  (enclosing == null ? traced : traces.of(enclosing)).spanId(),
                  crowd.name(),
                  crowd.startMicros(),
                  crowd.endMicros(),
                  crowd.lengths(),
                  crowd.stretches(),
                  crowd.counts())));
      crowd.letGo();
    }
  }

  void runsLong(OpenPhase phase) {
    if (!phase.isOver() && phase.staysItself()) {
      show(phase);
    }
  }

  private void show(@Nullable OpenPhase phase) {
    if (phase == null || !traces.of(phase).show()) {
      return;
    }
    show(phase.enclosing());
    TracedSpan traced = traces.of(phase);
    SpanRecord running = record(phase, false);
    assembler.take(
        new SpanEvent.PhaseStarted(
            traced.traceId(), traced.spanId(), traced.parentSpanId(), new AsItBegan(running)));
  }

  /**
   * @param over whether it has ended, and may be asked how; before that a thread of the application
   *     may be about to say so
   */
  private SpanRecord record(OpenScan scan, boolean over) {
    Map<String, Object> attributes = new HashMap<>();
    // The rule may know its value, now or later or never.
    attributes.put(ScanAttribute.SCAN_ID.key(), "");
    putAll(attributes, scan, over);
    return record(scan, over, traces.of(scan), attributes);
  }

  private SpanRecord record(OpenPhase phase, boolean over) {
    boolean saysMore =
        !baggage.isEmpty()
            || (over && (!phase.lateAttributes().isEmpty() || phase.failure() != null));
    Map<String, Object> attributes = saysMore ? null : brief(phase);
    if (attributes == null) {
      attributes = new HashMap<>();
      attributes.put(ScanSpans.PHASE_NAME, phase.name());
      putAll(attributes, phase, over);
    }
    return record(phase, over, traces.of(phase), attributes);
  }

  private Map<String, Object> nameAlone(String phase) {
    Map<String, Object> known = named.get(phase);
    if (known == null) {
      known = Map.of(ScanSpans.PHASE_NAME, phase);
      named.put(phase, known);
    }
    return known;
  }

  /** The name, and the one attribute that most have at most; {@code null} if there are more. */
  private @Nullable Map<String, Object> brief(OpenPhase phase) {
    Map<String, Object> attributes = phase.attributes();
    if (attributes.isEmpty()) {
      return nameAlone(phase.name());
    }
    if (attributes.size() > 1 || attributes.containsKey(ScanSpans.PHASE_NAME)) {
      return null;
    }
    Map.Entry<String, Object> only = attributes.entrySet().iterator().next();
    Object value = SpanRecord.value(only.getValue());
    return Map.of(ScanSpans.PHASE_NAME, phase.name(), only.getKey(), value);
  }

  private void putAll(Map<String, Object> attributes, Execution execution, boolean over) {
    put(attributes, execution.attributes());
    put(attributes, baggage);
    put(attributes, execution.startAttributes());
    if (over) {
      put(attributes, execution.lateAttributes());
      Failure failure = execution.failure();
      if (failure != null && failure.errorType() != null) {
        attributes.put(ScanSpans.ERROR_TYPE, SpanRecord.value(failure.errorType()));
      }
    }
  }

  private SpanRecord record(
      Execution execution, boolean over, TracedSpan traced, Map<String, Object> attributes) {
    long startMicros = Math.floorDiv(execution.startEpochNanos(), 1_000L);
    long endMicros = startMicros;
    Failure failure = null;
    if (over) {
      endMicros = Math.max(startMicros, Math.floorDiv(execution.endEpochNanos(), 1_000L));
      failure = execution.failure();
    }
    return new SpanRecord(
        traced.traceId(),
        traced.spanId(),
        traced.parentSpanId(),
        startMicros,
        endMicros,
        failure == null ? null : failure(failure.exception()),
        attributes,
        resource,
        traced.sampled());
  }

  private static SpanRecord.Failure failure(Failure.@Nullable Thrown exception) {
    if (exception == null) {
      return new SpanRecord.Failure(null, null, null);
    }
    String message = exception.message() == null ? null : SpanRecord.text(exception.message());
    return new SpanRecord.Failure(
        message == null || message.isEmpty() ? null : message, exception.type(), message);
  }

  private static void put(Map<String, Object> attributes, Map<String, ?> more) {
    if (more.isEmpty()) {
      return;
    }
    for (Map.Entry<String, ?> entry : more.entrySet()) {
      attributes.put(entry.getKey(), SpanRecord.value(entry.getValue()));
    }
  }
}
