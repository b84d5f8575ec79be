package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.Metering;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.recording.AgentExporter;
import io.scanmetrics.otel.ScanMetricsExporter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exporter for the host's SDK, and has that SDK send its meters. That is when there is a
 * span to export, and so the host has started. Any thread.
 */
final class HostedExporter implements Supplier<ScanMetricsExporter> {
  private final Options options;
  private final AgentLog log;
  private final boolean metersAreSent;
  private @Nullable ScanMeters meters;
  private Consumer<ScanMeters> told = unheard -> {};

  /**
   * Makes nothing yet.
   *
   * @param config of the host
   */
  HostedExporter(Options options, ConfigProperties config, AgentLog log) {
    this.options = options;
    this.log = log;
    this.metersAreSent = !"none".equals(config.getString("otel.metrics.exporter"));
  }

  @Override
  public synchronized ScanMetricsExporter get() {
    return metersAreSent || options.prometheusPort() >= 0
        ? metered(Metering.start(options, metersAreSent, log))
        : AgentExporter.of(options, log, null, () -> null);
  }

  private ScanMetricsExporter metered(Metering metering) {
    if (metersAreSent) {
      metering.exportThrough(GlobalOpenTelemetry.get().getMeterProvider());
    }
    ScanMetricsExporter exporter =
        AgentExporter.of(options, log, metering.listener(), metering::registry);
    meters = metering.meters();
    meters.showWaiting(exporter::waiting);
    meters.showSpoolBytes(exporter::spoolBytes);
    told.accept(meters);
    return exporter;
  }

  /**
   * @param listener is told of the meters, once there are any
   */
  synchronized void tellOfMeters(Consumer<ScanMeters> listener) {
    told = listener;
    if (meters != null) {
      listener.accept(meters);
    }
  }
}
