package io.scanmetrics.extension;

import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfigurationCustomizerProvider;

/**
 * What the OpenTelemetry agent finds instead of {@link ScanMetricsExtension} where {@code
 * otel.config.file} configures it: says that nothing is measured there, and changes nothing.
 */
public final class ConfigurationFile implements DeclarativeConfigurationCustomizerProvider {
  @Override
  public void customize(DeclarativeConfigurationCustomizer sdk) {
    ScanMetricsExtension.say(
        "cannot be hosted where otel.config.file is used, so nothing is measured; the OpenTelemetry"
            + " agent goes on without scans");
  }
}
