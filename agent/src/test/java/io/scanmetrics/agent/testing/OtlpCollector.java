package io.scanmetrics.agent.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes whatever is sent by OTLP over HTTP, until it is closed. */
public final class OtlpCollector implements AutoCloseable {
  private final Map<String, String> received = new ConcurrentHashMap<>();
  private final HttpServer server;

  private OtlpCollector(HttpServer server) {
    this.server = server;
  }

  /** On a free port of this machine. */
  public static OtlpCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OtlpCollector collector = new OtlpCollector(server);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
          collector.received.merge(exchange.getRequestURI().getPath(), body, String::concat);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return collector;
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What has come so far, bytes as characters, by path. */
  public Map<String, String> received() {
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
