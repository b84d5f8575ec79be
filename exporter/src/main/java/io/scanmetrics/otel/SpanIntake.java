package io.scanmetrics.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.scanmetrics.assemble.BackgroundAssembler;
import io.scanmetrics.assemble.SpanEvent;
import io.scanmetrics.assemble.SpanRecord;

/**
 * From an SDK's spans to the scans and phases that they are: whatever plugs into the SDK hands them
 * on here. For any thread, the application's above all.
 */
final class SpanIntake {
  private final BackgroundAssembler assembler;
  private final SpanReader reader = new SpanReader();

  SpanIntake(BackgroundAssembler assembler) {
    this.assembler = assembler;
  }

  /** A span has started. */
  void started(ReadableSpan span) {
    SpanContext context = span.getSpanContext();
    SpanRole role = SpanRole.of(span);
    if (role == SpanRole.NONE) {
      passing(context, span.getParentSpanContext());
    } else if (!context.isValid()) {
      return;
    } else if (role == SpanRole.SCAN) {
      assembler.add(new SpanEvent.ScanStarted(() -> read(span), read(span)));
    } else {
      assembler.add(
          new SpanEvent.PhaseStarted(
              context.getTraceId(),
              context.getSpanId(),
              SpanReader.parentId(span.getParentSpanContext()),
              () -> read(span)));
    }
  }

  /** A span has ended. */
  void ended(ReadableSpan span) {
    if (SpanRole.of(span) == SpanRole.NONE) {
      passing(span.getSpanContext(), span.getParentSpanContext());
    } else {
      ended(span.toSpanData());
    }
  }

  /**
   * A span has ended; false if it is neither a scan's nor a phase's, and may be {@link #passing}.
   */
  boolean ended(SpanData span) {
    SpanRole role = SpanRole.of(span.getAttributes());
    if (role == SpanRole.NONE) {
      return false;
    }
    if (span.getSpanContext().isValid()) {
      SpanRecord read = reader.read(span);
      assembler.add(
          role == SpanRole.PHASE ? new SpanEvent.PhaseEnded(read) : new SpanEvent.ScanEnded(read));
    }
    return true;
  }

  /** Any other span, which may stand between a phase and its scan. */
  void passing(SpanContext span, SpanContext parent) {
    if (assembler.follows(span.getTraceId())) {
      assembler.add(
          new SpanEvent.SpanSeen(span.getTraceId(), span.getSpanId(), SpanReader.parentId(parent)));
    }
  }

  private SpanRecord read(ReadableSpan span) {
    return reader.read(span.toSpanData());
  }
}
