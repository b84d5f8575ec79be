package io.scanmetrics.agent.meters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The meters and whoever reads them: a Prometheus that asks, an OTLP endpoint that is told, or
 * both. Lives until the JVM ends. Not to be touched without {@link Options#metersAreRead}: it
 * brings Micrometer with it.
 */
public final class Metering {
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final ScanMeters meters = new ScanMeters(registry);
  private @Nullable String endpoint;

  private Metering() {}

  /**
   * Begins to measure, and to serve what is measured if there is a port for it. Where it cannot be
   * served a line says so, and all else goes on.
   */
  public static Metering start(Options options, AgentLog log) {
    Metering metering = new Metering();
    if (options.prometheusPort() >= 0) {
      metering.serve(options.prometheusHost(), options.prometheusPort(), log);
    }
    return metering;
  }

  private void serve(String host, int port, AgentLog log) {
    String address = host + ':' + port;
    try {
      PrometheusEndpoint endpoint = PrometheusEndpoint.open(host, port);
      registry.add(endpoint.registry());
      this.endpoint = "http://" + host + ':' + endpoint.port() + "/metrics";
      log.log(
          port == 0 ? AgentLog.Level.INFO : AgentLog.Level.DEBUG,
          "meters are served at " + this.endpoint,
          null);
    } catch (IOException e) {
      log.warn(
          "meters are not served at "
              + address
              + ", another "
              + Option.PROMETHEUS_PORT.property()
              + " (0: any free one) or "
              + Option.PROMETHEUS_HOST.property()
              + " may help",
          e);
    } catch (LinkageError e) {
      log.warn(
          "meters are not served at "
              + address
              + ", because this JVM runs without the module jdk.httpserver; start it with"
              + " --add-modules jdk.httpserver",
          e);
    }
  }

  /** Hears of scans. */
  public ScanMeters meters() {
    return meters;
  }

  /** The URL for Prometheus to read; {@code null} if none is served. */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /** Where others put their meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Has the meters sent by this SDK, whose own flush and shutdown send the last values. */
  public void exportThrough(MeterProvider sdk) {
    registry.add(new OtelMeterRegistry(sdk));
  }
}
