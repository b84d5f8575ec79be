package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Options;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The port that meters are served on: that it is free, or an agent's already. */
final class PrometheusExam {
  private static final String SUBJECT = "prometheus";
  private static final int MILLIS_TO_ANSWER = 2_000;
  private static final int MOST_BYTES = 1_000_000;

  private PrometheusExam() {}

  static List<Finding> of(Options options) {
    int port = options.prometheusPort();
    String host = options.prometheusHost();
    String place = host + ":" + port;
    if (port < 0) {
      return List.of(Finding.note(SUBJECT, "no port is set, so meters are not served"));
    }
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return List.of(
          Finding.ok(SUBJECT, port == 0 ? "any free port of " + host : place + " is free"));
    } catch (IOException e) {
      return List.of(
          isAnAgent(host, port)
              ? Finding.note(
                  SUBJECT, place + " is taken by an agent that runs; a second needs another")
              : Finding.fault(
                  SUBJECT,
                  place + " cannot be listened on: " + e.getMessage(),
                  "choose another port, or 0 for any free one, and an address of this machine"));
    }
  }

  private static boolean isAnAgent(String host, int port) {
    HttpURLConnection connection = null;
    try {
      URI metrics = new URI("http", null, host, port, "/metrics", null, null);
      connection = (HttpURLConnection) metrics.toURL().openConnection();
      connection.setConnectTimeout(MILLIS_TO_ANSWER);
      connection.setReadTimeout(MILLIS_TO_ANSWER);
      byte[] answer = connection.getInputStream().readNBytes(MOST_BYTES);
      return new String(answer, StandardCharsets.UTF_8).contains("scan_active");
    } catch (IOException | URISyntaxException e) {
      return false;
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
