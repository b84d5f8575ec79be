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
  private boolean sampled;
  private boolean shown;

  /** The SDK's span of a scan; {@code null} for a phase, and as long as there is none. */
  @Nullable Span span;

  TracedSpan(String traceId, String spanId, @Nullable String parentSpanId, boolean sampled) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.parentSpanId = parentSpanId;
    this.sampled = sampled;
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
