package io.scanmetrics.agent.spans;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives an SDK the ids that the span has already which it is about to start. For one thread at a
 * time, which starts all spans of that SDK.
 */
final class GivenIds implements IdGenerator {
  private String traceId = "";
  private String spanId = "";

  /** The next span is this one. */
  void next(TracedSpan span) {
    traceId = span.traceId();
    spanId = span.spanId();
  }

  @Override
  public String generateTraceId() {
    return traceId;
  }

  @Override
  public String generateSpanId() {
    return spanId;
  }
}
