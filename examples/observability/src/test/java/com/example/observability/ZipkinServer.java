package com.example.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real Zipkin that keeps in memory what it is sent. */
final class ZipkinServer implements AutoCloseable {
  private static final Path JAR = Path.of("target", "zipkin-server.jar");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private ZipkinServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and waits until it is well.
   *
   * @param folder its own, for its log
   */
  static ZipkinServer start(Path folder) throws Exception {
    Path log = folder.resolve("zipkin.log");
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dserver.address=127.0.0.1",
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("QUERY_PORT", String.valueOf(port));
    ZipkinServer server = new ZipkinServer(builder.start(), "127.0.0.1:" + port);
    try {
      Await.until(server::isWell, () -> Files.readString(log));
    } catch (Throwable e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Host and port. */
  String address() {
    return address;
  }

  /** Hands it spans as a collector does, which has got them by OTLP. */
  void take(List<ReceivedSpan> spans) throws Exception {
    byte[] body = JSON.writeValueAsBytes(spans.stream().map(ZipkinServer::inItsTerms).toList());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/api/v2/spans"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  /** What it answers at that address. */
  HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  /** What its API answers. */
  JsonNode ask(String path) throws Exception {
    return JSON.readTree(get("http://" + address + "/api/v2/" + path).body());
  }

  private boolean isWell() throws Exception {
    if (!process.isAlive()) {
      throw new IllegalStateException("Zipkin has ended");
    }
    try {
      return get("http://" + address + "/health").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** By OpenTelemetry's specification of how spans become Zipkin's. */
  private static Map<String, Object> inItsTerms(ReceivedSpan span) {
    Map<String, Object> zipkin = new LinkedHashMap<>();
    zipkin.put("traceId", span.traceId());
    zipkin.put("id", span.spanId());
    if (!span.parentSpanId().isEmpty()) {
      zipkin.put("parentId", span.parentSpanId());
    }
    zipkin.put("name", span.name());
    zipkin.put("timestamp", span.start() / 1000);
    zipkin.put("duration", Math.max(1, (span.end() - span.start()) / 1000));
    zipkin.put("localEndpoint", Map.of("serviceName", span.resource().get("service.name")));
    Map<String, String> tags = new TreeMap<>();
    span.attributes().forEach((key, value) -> tags.put(key, value.toString()));
    if (span.failed()) {
      tags.put("error", span.statusMessage());
    }
    zipkin.put("tags", tags);
    return zipkin;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
