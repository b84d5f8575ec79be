package io.scanmetrics.agent.doctor;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the spans or the meters go, by the options of OpenTelemetry: those of one signal win over
 * those of all.
 */
final class OtlpSignal {
  private static final String GRPC = "grpc";

  private final String name;
  private final Surroundings surroundings;
  private final Map<String, String> ours;

  /**
   * @param name {@code traces} or {@code metrics}
   * @param ours what the agent sets on top of what is set
   */
  OtlpSignal(String name, Surroundings surroundings, Map<String, String> ours) {
    this.name = name;
    this.surroundings = surroundings;
    this.ours = ours;
  }

  String name() {
    return name;
  }

  /** Whether it is sent by OTLP at all. */
  boolean isSent() {
    String exporters = get("otel." + name + ".exporter");
    return exporters == null || (',' + exporters.replace(" ", "") + ',').contains(",otlp,");
  }

  boolean isGrpc() {
    return GRPC.equals(option("protocol"));
  }

  /**
   * The address that requests go to.
   *
   * @throws IllegalArgumentException if what is set is none
   */
  URI address() {
    String own = get("otel.exporter.otlp." + name + ".endpoint");
    String all = get("otel.exporter.otlp.endpoint");
    if (own != null) {
      return parsed(own);
    }
    if (isGrpc()) {
      return parsed(all == null ? "http://localhost:4317" : all);
    }
    String base = all == null ? "http://localhost:4318" : all;
    return parsed(base + (base.endsWith("/") ? "" : "/") + "v1/" + name);
  }

  /** What goes with each request, by name. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    String text = option("headers");
    for (String header : text == null ? new String[0] : text.split(",", -1)) {
      int equals = header.indexOf('=');
      if (equals > 0) {
        headers.put(
            header.substring(0, equals).strip(), decoded(header.substring(equals + 1).strip()));
      }
    }
    return headers;
  }

  /** The file with the certificates that are trusted; {@code null} for those of the JVM. */
  @Nullable String certificate() {
    return option("certificate");
  }

  /** Whether requests are signed with a key of our own. */
  boolean hasClientKey() {
    return option("client.key") != null;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static URI parsed(String endpoint) {
    URI address = URI.create(endpoint);
    String scheme = address.getScheme();
    if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("it must look like http://collector:4318");
    }
    return address;
  }

  private @Nullable String option(String key) {
    String own = get("otel.exporter.otlp." + name + "." + key);
    return own != null ? own : get("otel.exporter.otlp." + key);
  }

  private @Nullable String get(String property) {
    String value = surroundings.otel(property);
    String set = ours.get(property);
    return set != null ? set : value;
  }
}
