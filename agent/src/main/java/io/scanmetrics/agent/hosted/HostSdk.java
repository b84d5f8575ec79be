package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.scanmetrics.otel.OnDemandExporter;
import io.scanmetrics.otel.ScanMetricsExporter;
import java.time.Duration;

/**
 * The SDK that the OpenTelemetry agent makes global once it has started. That is the agent's own
 * global, which the application's classes do not see.
 */
final class HostSdk implements Host {
  private final OnDemandExporter exporter;

  HostSdk(OnDemandExporter exporter) {
    this.exporter = exporter;
  }

  /** Asking for the global one before it is set would keep the host from setting it. */
  @Override
  public boolean isThere() {
    return GlobalOpenTelemetry.isSet();
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return GlobalOpenTelemetry.get();
  }

  @Override
  public void start() {
    exporter.get();
  }

  @Override
  public void abortOpenScans() {
    ScanMetricsExporter made = exporter.made();
    if (made != null) {
      made.abortOpenScans();
    }
  }

  /** What the host itself exports is for the host to flush. */
  @Override
  public void close(Duration timeout) {
    ScanMetricsExporter made = exporter.made();
    if (made != null) {
      made.close(timeout);
    }
  }
}
