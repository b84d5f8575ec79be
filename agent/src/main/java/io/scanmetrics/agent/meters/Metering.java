package io.scanmetrics.agent.meters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.assemble.RelayedListener;
import io.scanmetrics.assemble.ScanListener;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters and whoever reads them: a Prometheus that asks, an OTLP endpoint that is told, or
 * both. Lives until the JVM ends. Not to be touched unless there is one: it brings Micrometer with
 * it.
 */
public final class Metering {
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private @Nullable ScanMeters meters;
  private @Nullable String endpoint;

  private Metering() {}

  /**
   * Begins to serve the meters if there is a port for it. Where they cannot be served a line says
   * so, and all else goes on.
   *
   * @param exported whether {@link #exportThrough} is to follow
   */
  public static Metering start(Options options, boolean exported, AgentLog log) {
    Metering metering = new Metering();
    if (options.prometheusPort() >= 0) {
      metering.serve(options.prometheusHost(), options.prometheusPort(), log);
    }
    if (!exported) {
      metering.meters();
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

  /** Hears of scans; may be handed over to an SDK that is to export the meters itself. */
  public ScanListener listener() {
    return new RelayedListener() {
      @Override
      protected void tell(Consumer<ScanListener> event) {
        event.accept(meters());
      }
    };
  }

  /** What is measured. Micrometer wants every reader to be known before the first meter is. */
  public synchronized ScanMeters meters() {
    ScanMeters existing = meters;
    if (existing == null) {
      existing = new ScanMeters(registry);
      meters = existing;
    }
    return existing;
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
    meters();
  }
}
