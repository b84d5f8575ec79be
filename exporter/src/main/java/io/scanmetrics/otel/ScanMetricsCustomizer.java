package io.scanmetrics.otel;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * Found by an SDK that is configured by properties. If its {@code otel.traces.exporter} names
 * {@code scan_metrics}, gives it the processor in place of the exporter, because a batch processor
 * drops spans when its queue is full and never sees those that are not sampled; and sees to it that
 * spans of scans and phases are always recorded.
 */
public final class ScanMetricsCustomizer implements AutoConfigurationCustomizerProvider {
  @Override
  public void customize(AutoConfigurationCustomizer sdk) {
    OneSdk one = new OneSdk();
    sdk.addSamplerCustomizer(OneSdk::sampler);
    sdk.addSpanExporterCustomizer((exporter, config) -> one.notice(exporter));
    sdk.addSpanProcessorCustomizer((processor, config) -> OneSdk.withoutUs(processor));
    sdk.addTracerProviderCustomizer((provider, config) -> one.plugIn(provider));
  }

  /** In the order in which the SDK calls: sampler, exporters, their processors, the provider. */
  private static final class OneSdk {
    private @Nullable AutoconfiguredExporter ours;

    static Sampler sampler(Sampler sampler, ConfigProperties config) {
      return ScanMetricsAutoconfiguration.isWanted(config) ? ScanSampler.around(sampler) : sampler;
    }

    SpanExporter notice(SpanExporter exporter) {
      if (exporter instanceof AutoconfiguredExporter found) {
        ours = found;
      }
      return exporter;
    }

    /** A batch processor for our exporter alone would queue spans for nothing. */
    static SpanProcessor withoutUs(SpanProcessor processor) {
      if (processor instanceof BatchSpanProcessor batches
          && batches.getSpanExporter() instanceof AutoconfiguredExporter alone) {
        alone.replacedByProcessor();
        batches.shutdown();
        return SpanProcessor.composite();
      }
      return processor;
    }

    SdkTracerProviderBuilder plugIn(SdkTracerProviderBuilder provider) {
      ScanMetricsExporter scanMetrics = ours == null ? null : ours.scanMetrics();
      if (ours == null || scanMetrics == null) {
        return provider;
      }
      ours.replacedByProcessor();
      return provider.addSpanProcessor(scanMetrics.spanProcessor());
    }
  }
}
