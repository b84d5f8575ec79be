package io.scanmetrics.testing.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** OTLP as protobuf over HTTP, as the specification has it: another path or type is refused. */
record HttpPort(HttpServer server) implements AutoCloseable {
  private static final String PROTOBUF = "application/x-protobuf";

  static HttpPort open(Optional<OwnCertificate> certificate, OtlpReceiver.Sink sink)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server;
    if (certificate.isPresent()) {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(certificate.get().sslContext()));
      server = https;
    } else {
      server = HttpServer.create(address, 0);
    }
    server.createContext(
        "/v1/traces",
        exchange ->
            answer(
                exchange,
                ExportTraceServiceRequest.parser(),
                ExportTraceServiceResponse.getDefaultInstance(),
                sink));
    server.createContext(
        "/v1/metrics",
        exchange ->
            answer(
                exchange,
                ExportMetricsServiceRequest.parser(),
                ExportMetricsServiceResponse.getDefaultInstance(),
                sink));
    server.start();
    return new HttpPort(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(
      HttpExchange exchange,
      Parser<? extends Message> parser,
      Message answer,
      OtlpReceiver.Sink sink)
      throws IOException {
    try (exchange) {
      Map<String, String> headers = headers(exchange);
      if (!PROTOBUF.equals(headers.get("content-type"))) {
        exchange.sendResponseHeaders(415, -1);
        return;
      }
      try (InputStream body = body(exchange, headers)) {
        sink.take(Protocol.HTTP, headers, parser.parseFrom(body));
      } catch (InvalidProtocolBufferException e) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      byte[] bytes = answer.toByteArray();
      exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static InputStream body(HttpExchange exchange, Map<String, String> headers)
      throws IOException {
    InputStream body = exchange.getRequestBody();
    return "gzip".equals(headers.get("content-encoding")) ? new GZIPInputStream(body) : body;
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", all)));
    return headers;
  }
}
