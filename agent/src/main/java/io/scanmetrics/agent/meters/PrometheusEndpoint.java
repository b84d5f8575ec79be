package io.scanmetrics.agent.meters;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.scanmetrics.otel.Untraced;
import io.scanmetrics.threads.DaemonThread;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves the meters to Prometheus, at {@code /metrics}, in the format of OpenMetrics with exemplars
 * if it asks for that. All its threads are daemons, and nothing stops it before the JVM is gone: a
 * last look at the meters during exit is answered like any other.
 */
final class PrometheusEndpoint implements AutoCloseable {
  private static final int MOST_THREADS = 10;
  private static final long IDLE_SECONDS = 120;

  private final PrometheusMeterRegistry registry;
  private final HTTPServer server;

  private PrometheusEndpoint(PrometheusMeterRegistry registry, HTTPServer server) {
    this.registry = registry;
    this.server = server;
  }

  /**
   * Begins to serve.
   *
   * @param host the address to listen on
   * @param port 0 for any free one
   * @throws IOException if it cannot listen there
   */
  static PrometheusEndpoint open(String host, int port) throws IOException {
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
    HTTPServer server =
        HTTPServer.builder()
            .inetAddress(InetAddress.getByName(host))
            .port(port)
            .registry(registry.getPrometheusRegistry())
            .executorService(threads())
            .buildAndStart();
    return new PrometheusEndpoint(registry, server);
  }

  private static ExecutorService threads() {
    return new ThreadPoolExecutor(
        1,
        MOST_THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        PrometheusEndpoint::thread,
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** An OpenTelemetry agent that hosts this one makes no spans of who asks for the meters. */
  private static Thread thread(Runnable work) {
    return DaemonThread.of("scan-metrics-prometheus", () -> Untraced.run(work));
  }

  /** Where the meters to be served go. */
  MeterRegistry registry() {
    return registry;
  }

  /** The port it listens on. */
  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
    registry.close();
  }
}
