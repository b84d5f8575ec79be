package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanSamplerTest {
  private static final Attributes SCAN = Attributes.of(AttributeKey.stringKey("scan.id"), "");
  private static final Attributes PHASE =
      Attributes.of(AttributeKey.stringKey("scan.phase.name"), "ingest");
  private static final Attributes OTHER = Attributes.of(AttributeKey.stringKey("scan"), "x");

  @Test
  void scansAndPhasesThatWouldBeDroppedAreRecorded() {
    Sampler sampler = ScanSampler.around(Sampler.alwaysOff());

    assertThat(decision(sampler, SCAN)).isEqualTo(SamplingDecision.RECORD_ONLY);
    assertThat(decision(sampler, PHASE)).isEqualTo(SamplingDecision.RECORD_ONLY);
  }

  @Test
  void whatTheSamplerTakesIsSampledAsItSays() {
    assertThat(decision(ScanSampler.around(Sampler.alwaysOn()), SCAN))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @Test
  void otherSpansAreNoneOfItsBusiness() {
    assertThat(decision(ScanSampler.around(Sampler.alwaysOff()), OTHER))
        .isEqualTo(SamplingDecision.DROP);
  }

  @Test
  void whatElseTheSamplerSaysIsKept() {
    Attributes why = Attributes.of(AttributeKey.stringKey("why"), "budget");
    TraceState state = TraceState.builder().put("budget", "0").build();
    Sampler sampler =
        ScanSampler.around(
            new Sampler() {
              @Override
              public SamplingResult shouldSample(
                  Context parent,
                  String traceId,
                  String name,
                  SpanKind kind,
                  Attributes attributes,
                  List<LinkData> links) {
                return new SamplingResult() {
                  @Override
                  public SamplingDecision getDecision() {
                    return SamplingDecision.DROP;
                  }

                  @Override
                  public Attributes getAttributes() {
                    return why;
                  }

                  @Override
                  public TraceState getUpdatedTraceState(TraceState parentState) {
                    return state;
                  }
                };
              }

              @Override
              public String getDescription() {
                return "Budget";
              }
            });

    SamplingResult result = sample(sampler, SCAN);
    assertThat(result.getAttributes()).isEqualTo(why);
    assertThat(result.getUpdatedTraceState(TraceState.getDefault())).isEqualTo(state);
    assertThat(sampler.getDescription())
        .isEqualTo("ScanMetrics{Budget, scans and phases always recorded}");
  }

  @Test
  void oneRuleIsEnough() {
    Sampler sampler = ScanSampler.around(Sampler.alwaysOff());

    assertThat(ScanSampler.around(sampler)).isSameAs(sampler);
  }

  private static SamplingDecision decision(Sampler sampler, Attributes attributes) {
    return sample(sampler, attributes).getDecision();
  }

  private static SamplingResult sample(Sampler sampler, Attributes attributes) {
    return sampler.shouldSample(
        Context.root(),
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "test",
        SpanKind.INTERNAL,
        attributes,
        List.of());
  }
}
