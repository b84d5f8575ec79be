package io.scanmetrics.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Stands before an SDK's sampler, so that scans reach the rows at any sampling: the spans of scans
 * and phases that it would drop are recorded, without being sampled. Exporters of spans see no
 * difference, nor do other spans.
 *
 * <p>Sees only the attributes that a span has when it is started.
 */
final class ScanSampler implements Sampler {
  private final Sampler sampler;

  private ScanSampler(Sampler sampler) {
    this.sampler = sampler;
  }

  static Sampler around(Sampler sampler) {
    return sampler instanceof ScanSampler ? sampler : new ScanSampler(sampler);
  }

  @Override
  public SamplingResult shouldSample(
      Context parentContext,
      String traceId,
      String name,
      SpanKind spanKind,
      Attributes attributes,
      List<LinkData> parentLinks) {
    SamplingResult result =
        sampler.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
    return result.getDecision() == SamplingDecision.DROP && SpanRole.of(attributes) != SpanRole.NONE
        ? new Recorded(result)
        : result;
  }

  @Override
  public String getDescription() {
    return "ScanMetrics{" + sampler.getDescription() + ", scans and phases always recorded}";
  }

  @Override
  public String toString() {
    return getDescription();
  }

  /** All that the sampler said, but for the decision. */
  private record Recorded(SamplingResult dropped) implements SamplingResult {
    @Override
    public SamplingDecision getDecision() {
      return SamplingDecision.RECORD_ONLY;
    }

    @Override
    public Attributes getAttributes() {
      return dropped.getAttributes();
    }

    @Override
    public TraceState getUpdatedTraceState(TraceState parentTraceState) {
      return dropped.getUpdatedTraceState(parentTraceState);
    }
  }
}
