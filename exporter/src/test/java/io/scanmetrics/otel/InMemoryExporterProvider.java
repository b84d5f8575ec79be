package io.scanmetrics.otel;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** The application's other exporter: {@code in_memory}. */
public final class InMemoryExporterProvider implements ConfigurableSpanExporterProvider {
  static final InMemorySpanExporter EXPORTER = InMemorySpanExporter.create();

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return EXPORTER;
  }

  @Override
  public String getName() {
    return "in_memory";
  }
}
