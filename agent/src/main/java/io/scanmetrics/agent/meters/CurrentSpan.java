package io.scanmetrics.agent.meters;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.scanmetrics.assemble.SpanRef;
import org.jspecify.annotations.Nullable;

/**
 * Which span what is being measured belongs to, for exemplars: OpenTelemetry's current one, as long
 * as it is sampled. One that is not would lead to a trace that nobody has.
 */
final class CurrentSpan implements SpanContext {
  /** Has something measured as a part of that span. */
  static void during(SpanRef span, Runnable measuring) {
    io.opentelemetry.api.trace.SpanContext context =
        io.opentelemetry.api.trace.SpanContext.create(
            span.traceId(),
            span.spanId(),
            span.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
            TraceState.getDefault());
    Context.root().with(Span.wrap(context)).wrap(measuring).run();
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return isCurrentSpanSampled() ? current().getTraceId() : null;
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return isCurrentSpanSampled() ? current().getSpanId() : null;
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return current().isSampled();
  }

  /** It has ended, and can be marked no more. */
  @Override
  public void markCurrentSpanAsExemplar() {}

  private static io.opentelemetry.api.trace.SpanContext current() {
    return Span.current().getSpanContext();
  }
}
