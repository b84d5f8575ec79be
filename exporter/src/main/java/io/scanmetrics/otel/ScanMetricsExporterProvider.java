package io.scanmetrics.otel;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Found by an SDK that is configured by properties if {@code otel.traces.exporter} names {@code
 * scan_metrics}.
 */
public final class ScanMetricsExporterProvider implements ConfigurableSpanExporterProvider {
  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return new AutoconfiguredExporter(
        ScanMetricsAutoconfiguration.isWanted(config)
            ? ScanMetricsProperties.exporter(config)
            : null);
  }

  @Override
  public String getName() {
    return ScanMetricsAutoconfiguration.NAME;
  }
}
