package io.scanmetrics.otel;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For what brings the exporter into an SDK that is configured from outside: by properties, by a
 * file, or by somebody else's {@link ScanMetricsExporter}.
 */
public final class ScanMetricsAutoconfiguration {
  /** As it stands in {@code otel.traces.exporter}, and in a configuration file. */
  public static final String NAME = "scan_metrics";

  private static final String ENABLED = "scan.metrics.enabled";
  private static final String TRACES_EXPORTER = "otel.traces.exporter";

  private ScanMetricsAutoconfiguration() {}

  /**
   * Adds the processor, and the rule that scans and phases are recorded at any sampling. Takes
   * {@code scan_metrics} out of the SDK's list of exporters, so that nothing is written twice.
   *
   * @param sdk an {@code AutoConfiguredOpenTelemetrySdkBuilder}
   * @param scanMetrics is closed when the SDK is shut down
   */
  public static void install(AutoConfigurationCustomizer sdk, ScanMetricsExporter scanMetrics) {
    sdk.addPropertiesCustomizer(ScanMetricsAutoconfiguration::otherExporters);
    sdk.addSamplerCustomizer((sampler, config) -> scanMetrics.sampler(sampler));
    sdk.addTracerProviderCustomizer(
        (provider, config) -> provider.addSpanProcessor(scanMetrics.spanProcessor()));
  }

  /**
   * One that is made as the {@code scan.metrics.…} properties say, whether or not something asks
   * for it; null, with a line in the log, if there is no usable database.
   */
  public static @Nullable ScanMetricsExporter exporter(ConfigProperties config) {
    return ScanMetricsProperties.exporter(config);
  }

  /** Whether {@link #exporter} reads that property. */
  public static boolean isOption(String property) {
    return ScanMetricsProperties.NAMES.contains(property);
  }

  /** As {@link ScanMetricsExporter#sampler}, where there is no exporter at hand. */
  public static Sampler sampler(Sampler sampler) {
    return ScanSampler.around(sampler);
  }

  /** Whether the user wants scans to be written by that SDK. */
  static boolean isWanted(ConfigProperties config) {
    return isNamed(config) && config.getBoolean(ENABLED, true);
  }

  private static boolean isNamed(ConfigProperties config) {
    return config.getList(TRACES_EXPORTER).contains(NAME);
  }

  /**
   * What takes {@code scan_metrics} out of an SDK's list of exporters; empty if it is not in it.
   */
  public static Map<String, String> otherExporters(ConfigProperties config) {
    if (!isNamed(config)) {
      return Map.of();
    }
    List<String> others = new ArrayList<>(config.getList(TRACES_EXPORTER));
    others.removeIf(NAME::equals);
    return Map.of(TRACES_EXPORTER, others.isEmpty() ? "none" : String.join(",", others));
  }
}
