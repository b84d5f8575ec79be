package io.scanmetrics.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector that takes everything by OTLP over HTTP and keeps nothing. */
final class OtlpSink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private OtlpSink(HttpServer server) {
    this.server = server;
  }

  static OtlpSink start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    OtlpSink sink = new OtlpSink(server);
    server.createContext("/", OtlpSink::take);
    server.setExecutor(sink.threads);
    server.start();
    return sink;
  }

  /** The property that leads an SDK here. */
  String option() {
    return "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** An answer of no bytes is an empty message: everything was accepted. */
  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
