package io.scanmetrics.agent.spans;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Before an exporter of spans: says in the words of OpenTelemetry's conventions for CI/CD as well
 * what means the same there. A scan is a run of a pipeline, a phase a run of a task. What is stored
 * is not touched: rows have columns for all of it.
 */
public final class CicdNames implements SpanExporter {
  private final SpanExporter exporter;

  /** Before that exporter, which it owns from here on. */
  public CicdNames(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(spans.stream().map(CicdNames::inBothWords).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public String toString() {
    return "CicdNames{" + exporter + "}";
  }

  private static SpanData inBothWords(SpanData span) {
    String result = span.getStatus().getStatusCode() == StatusCode.ERROR ? "failure" : "success";
    String phase = text(span, ScanSpans.PHASE_NAME);
    if (phase != null) {
      return new Named(
          span,
          Attributes.builder()
              .put("cicd.pipeline.task.name", phase)
              .put("cicd.pipeline.task.run.id", span.getSpanId())
              .put("cicd.pipeline.task.run.result", result));
    }
    String scan = text(span, ScanAttribute.SCAN_ID.key());
    if (scan == null) {
      return span;
    }
    return new Named(
        span,
        Attributes.builder()
            .put("cicd.pipeline.run.id", scan.isEmpty() ? span.getSpanId() : scan)
            .put("cicd.pipeline.result", result));
  }

  private static @Nullable String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static final class Named extends DelegatingSpanData {
    private final Attributes attributes;

    Named(SpanData span, AttributesBuilder names) {
      super(span);
      this.attributes = names.putAll(span.getAttributes()).build();
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
      return super.getTotalAttributeCount() + attributes.size() - super.getAttributes().size();
    }
  }
}
