package io.scanmetrics.agent.spans;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * The place of a scan or a phase in its trace, which it has whether or not a span is ever made of
 * it. For one thread at a time.
 */
public final class TracedSpan {
  private final String traceId;
  private final String spanId;
  private final @Nullable String parentSpanId;

  /** The nearest that exporters get to see: itself, or what it is inside. */
  private final String seenSpanId;

  private final @Nullable String seenParentSpanId;
  private boolean sampled;
  private boolean shown;

  /** The SDK's span of a scan; {@code null} for a phase, and as long as there is none. */
  @Nullable Span span;

  /** Of a scan. */
  TracedSpan(String traceId, String spanId, @Nullable String parentSpanId, boolean sampled) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.parentSpanId = parentSpanId;
    this.seenSpanId = spanId;
    this.seenParentSpanId = parentSpanId;
    this.sampled = sampled;
  }

  /**
   * Of a phase.
   *
   * @param seen whether there will be a span of it
   */
  TracedSpan(TracedSpan parent, String spanId, boolean seen) {
    this.traceId = parent.traceId;
    this.spanId = spanId;
    this.parentSpanId = parent.spanId;
    this.seenSpanId = seen ? spanId : parent.seenSpanId;
    this.seenParentSpanId = parent.seenSpanId;
    this.sampled = parent.sampled;
  }

  /** 32 hexadecimal digits. */
  public String traceId() {
    return traceId;
  }

  /** 16 hexadecimal digits. */
  public String spanId() {
    return spanId;
  }

  /** {@code null} for the root of its trace. */
  public @Nullable String parentSpanId() {
    return parentSpanId;
  }

  /** The nearest span above it that is made; {@code null} for the root of its trace. */
  @Nullable String seenParentSpanId() {
    return seenParentSpanId;
  }

  /** Whether exporters get to see it, as far as that is known. */
  public boolean sampled() {
    return sampled;
  }

  /** The SDK has decided. */
  void sampled(boolean decision) {
    sampled = decision;
  }

  /** True the first time: others may have to know of it before it ends, once. */
  public boolean show() {
    boolean first = !shown;
    shown = true;
    return first;
  }
}
