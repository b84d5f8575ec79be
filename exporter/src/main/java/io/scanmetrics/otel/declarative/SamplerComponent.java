package io.scanmetrics.otel.declarative;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfiguration;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scanmetrics.otel.ScanMetricsAutoconfiguration;

/**
 * The sampler rule for an SDK that is configured by a file: {@code scan_metrics} as {@code
 * tracer_provider.sampler}, around the {@code sampler} below it. Without one that is the SDK's
 * default.
 */
public final class SamplerComponent implements ComponentProvider {
  @Override
  public Class<Sampler> getType() {
    return Sampler.class;
  }

  @Override
  public String getName() {
    return ScanMetricsAutoconfiguration.NAME;
  }

  @Override
  public Sampler create(DeclarativeConfigProperties config) {
    DeclarativeConfigProperties inner = config.getStructured("sampler");
    return ScanMetricsAutoconfiguration.sampler(
        inner == null
            ? Sampler.parentBased(Sampler.alwaysOn())
            : DeclarativeConfiguration.createSampler(inner));
  }
}
