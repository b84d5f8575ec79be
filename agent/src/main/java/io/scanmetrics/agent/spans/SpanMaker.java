package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;

/**
 * Makes OpenTelemetry spans of scans and phases, with the ids that they have already and the times
 * at which they happened. For one thread at a time.
 */
public final class SpanMaker {
  private final SpanContent content;
  private final GivenIds ids;
  private final Traces traces;

  /** What the scans are part of, with its state and baggage: what the environment hands on. */
  private final Context around;

  /**
   * @param ids that the SDK takes for its spans
   */
  SpanMaker(OpenTelemetry sdk, GivenIds ids, Traces traces) {
    this.content = new SpanContent(sdk);
    this.ids = ids;
    this.traces = traces;
    this.around = EnvironmentContext.of(sdk, System.getenv());
  }

  /** Starts a scan's span: only now it is known whether it is sampled. */
  public void began(OpenScan scan) {
    TracedSpan traced = traces.of(scan);
    SpanBuilder builder = content.of(scan).setParent(around);
    Span outer = scan.outer() == null ? null : traces.of(scan.outer()).span;
    if (outer != null) {
      builder.addLink(outer.getSpanContext());
    }
    ids.next(traced);
    Span span = builder.startSpan();
    traced.span = span;
    traced.sampled(span.getSpanContext().isSampled());
  }

  /** Ends a scan's span. */
  public void ended(OpenScan scan) {
    Span span = traces.of(scan).span;
    if (span != null) {
      SpanContent.end(span, scan);
    }
  }

  /** Makes the span of an execution of a phase; nothing if its scan has none. */
  public void ended(OpenPhase phase) {
    Span scan = traces.of(phase.scan()).span;
    if (scan == null) {
      return;
    }
    TracedSpan traced = traces.of(phase);
    SpanBuilder builder =
        content
            .of(phase)
            .setParent(around.with(Span.wrap(parentOf(traced, scan.getSpanContext()))));
    ids.next(traced);
    SpanContent.end(builder.startSpan(), phase);
  }

  /** The phase that it ran inside may not have ended, so there is no span of that yet. */
  private static SpanContext parentOf(TracedSpan traced, SpanContext scan) {
    String parent = traced.seenParentSpanId();
    return parent == null || parent.equals(scan.getSpanId())
        ? scan
        : SpanContext.create(scan.getTraceId(), parent, scan.getTraceFlags(), scan.getTraceState());
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  public void cutOff(OpenScan scan) {
    Span span = traces.of(scan).span;
    if (span != null) {
      SpanContent.cutOff(span, scan);
    }
  }
}
