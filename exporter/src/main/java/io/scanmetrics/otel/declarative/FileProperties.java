package io.scanmetrics.otel.declarative;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.scanmetrics.otel.ScanMetricsAutoconfiguration;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What stands below {@code scan_metrics:} in OpenTelemetry's declarative configuration file, as the
 * {@code scan.metrics.…} properties of the same meaning: {@code jdbc_url} is {@code
 * scan.metrics.jdbc.url}.
 */
final class FileProperties {
  private static final System.Logger LOG = System.getLogger("io.scanmetrics");

  private FileProperties() {}

  static ConfigProperties of(DeclarativeConfigProperties file) {
    return of(
        DeclarativeConfigProperties.toMap(file),
        key -> LOG.log(Level.WARNING, "scan_metrics has no option {0}; it is ignored", key));
  }

  /** Calls {@code unknown} with each key that is no option. */
  static ConfigProperties of(Map<String, Object> file, Consumer<String> unknown) {
    Map<String, String> properties = new HashMap<>();
    file.forEach(
        (key, value) -> {
          String property = "scan.metrics." + key.replace('_', '.');
          if (ScanMetricsAutoconfiguration.isOption(property)) {
            properties.put(property, String.valueOf(value));
          } else {
            unknown.accept(key);
          }
        });
    return DefaultConfigProperties.createFromMap(properties);
  }
}
