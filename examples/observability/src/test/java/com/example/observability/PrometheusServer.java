package com.example.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Prometheus with the rules that users copy, which scrapes and evaluates every second. */
final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI api;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrometheusServer(Process process, URI api) {
    this.process = process;
    this.api = api;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param folder its own; for configuration, log and data
   * @param target host and port to scrape
   */
  static PrometheusServer start(Path folder, String target) throws Exception {
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), configuration(target));
    Program program = Program.find("prometheus").orElseThrow();
    Path log = folder.resolve("prometheus.log");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.path().toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--enable-feature=exemplar-storage",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PrometheusServer server =
        new PrometheusServer(process, URI.create("http://127.0.0.1:" + port + "/"));
    Await.until(server::isReady, () -> Files.readString(log));
    return server;
  }

  private static String configuration(String target) {
    return """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ['%s/*.rules.yml']
        scrape_configs:
          - job_name: scanner
            static_configs: [{targets: ['%s']}]
        """
        .formatted(Repository.prometheus(), target);
  }

  private boolean isReady() throws IOException, InterruptedException {
    try {
      return send("-/ready").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** What the API has at that path, below {@code data}. */
  JsonNode data(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("api/v1/" + path);
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalStateException(path + ": " + response.body());
    }
    return answer.path("data");
  }

  /** The elements of the vector that an expression is now. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return data("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result");
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    // What it has stored is of no use to anyone.
    process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
