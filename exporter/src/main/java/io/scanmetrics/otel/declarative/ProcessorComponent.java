package io.scanmetrics.otel.declarative;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.scanmetrics.otel.ScanMetricsAutoconfiguration;
import io.scanmetrics.otel.ScanMetricsExporter;

/**
 * The durable way in for an SDK that is configured by a file: found where {@code scan_metrics}
 * stands among {@code tracer_provider.processors}.
 */
public final class ProcessorComponent implements ComponentProvider {
  @Override
  public Class<SpanProcessor> getType() {
    return SpanProcessor.class;
  }

  @Override
  public String getName() {
    return ScanMetricsAutoconfiguration.NAME;
  }

  @Override
  public SpanProcessor create(DeclarativeConfigProperties config) {
    ScanMetricsExporter scanMetrics =
        ScanMetricsAutoconfiguration.exporter(FileProperties.of(config));
    return scanMetrics == null ? SpanProcessor.composite() : scanMetrics.spanProcessor();
  }
}
