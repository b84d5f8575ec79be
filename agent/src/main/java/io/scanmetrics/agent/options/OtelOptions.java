package io.scanmetrics.agent.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the {@code otel.…} options ask for, as far as the agent has to know without any class of
 * OpenTelemetry: above all whether there is something to start its SDK for. An option is taken from
 * the agent argument, else the system properties, else the environment. Immutable.
 */
public final class OtelOptions {
  private static final String PREFIX = "otel.";
  private static final String RESOURCE = "otel.resource.attributes";
  private static final String SAMPLER = "otel.traces.sampler";
  private static final String PROPAGATORS = "otel.propagators";
  private static final String BAGGAGE_WANTED =
      "otel.java.experimental.span.attributes.copy.from.baggage.include";

  /** Those that other programs have, and those that are understood here. */
  private static final List<String> OF_OTHERS = List.of("otel.javaagent.", "otel.instrumentation.");

  private static final Set<String> UNDERSTOOD =
      Set.of(
          "otel.sdk.disabled",
          "otel.service.name",
          BAGGAGE_WANTED,
          "otel.traces.exporter",
          "otel.metrics.exporter",
          "otel.logs.exporter");

  private final Map<String, String> set = new HashMap<>();
  private final Map<String, String> forSdk;

  OtelOptions(
      Map<String, String> arguments, Map<?, ?> properties, Map<String, String> environment) {
    environment.forEach((name, value) -> put(propertyOf(name), value));
    properties.forEach(
        (name, value) -> {
          if (name instanceof String property && value instanceof String text) {
            put(property, text);
          }
        });
    arguments.forEach(this::put);
    this.forSdk = OtelProperties.of(arguments, set::get);
  }

  private static String propertyOf(String variable) {
    return variable.replace('_', '.');
  }

  /** Spelt as OpenTelemetry takes it. */
  private void put(String spelling, String value) {
    String name = spelling.toLowerCase(Locale.ROOT).replace('-', '.');
    if (name.startsWith(PREFIX) && !value.isBlank()) {
      set.put(name, value.trim());
    }
  }

  /** Whether there is to be an exporter of spans. */
  public boolean exportsTraces() {
    return !OtelProperties.NONE.equals(forSdk.get("otel.traces.exporter"));
  }

  /** Whether there is to be an exporter of metrics. */
  public boolean exportsMetrics() {
    return !OtelProperties.NONE.equals(forSdk.get("otel.metrics.exporter"));
  }

  /**
   * Whether the SDK is needed: because somebody reads what goes through it, or because there are
   * options of which it alone can say whether they are right.
   */
  public boolean needsSdk() {
    if (exportsTraces() || exportsMetrics()) {
      return true;
    }
    for (String name : set.keySet()) {
      if (!isUnderstood(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnderstood(String name) {
    for (String prefix : OF_OTHERS) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return UNDERSTOOD.contains(name) || (name.equals(RESOURCE) && resourceIsWellFormed());
  }

  /** Whether scans are sampled unless what they are part of is not. */
  public boolean samplesAll() {
    String sampler = set.get(SAMPLER);
    return sampler == null
        || sampler.equals("parentbased_always_on")
        || sampler.equals("always_on");
  }

  /** Whether a trace in W3C's form is taken up. */
  public boolean propagatesTraceContext() {
    String propagators = set.get(PROPAGATORS);
    return propagators == null || list(propagators).contains("tracecontext");
  }

  /**
   * Of the baggage that the environment hands on what is to be attributes of scans and phases.
   *
   * @param environment the environment variables
   */
  public Map<String, String> baggage(Map<String, String> environment) {
    String wanted = set.get(BAGGAGE_WANTED);
    String baggage = environment.get("BAGGAGE");
    String propagators = set.get(PROPAGATORS);
    if (wanted == null
        || baggage == null
        || (propagators != null && !list(propagators).contains("baggage"))) {
      return Map.of();
    }
    List<String> keys = list(wanted);
    Map<String, String> chosen = new HashMap<>();
    for (String member : list(baggage)) {
      String entry = member.split(";", 2)[0];
      int equals = entry.indexOf('=');
      String key = equals < 0 ? "" : entry.substring(0, equals).trim();
      if (!key.isEmpty() && (keys.contains("*") || keys.contains(key))) {
        chosen.put(key, decoded(entry.substring(equals + 1).trim()));
      }
    }
    return chosen;
  }

  private static List<String> list(String text) {
    List<String> list = new ArrayList<>();
    for (String element : text.split(",", -1)) {
      list.add(element.trim());
    }
    return list;
  }

  /** The attributes of the resource, by their keys, as far as they can be read. */
  public Map<String, String> resource() {
    Map<String, String> resource = new HashMap<>();
    for (String entry : resourceEntries()) {
      int equals = entry.indexOf('=');
      if (equals > 0 && equals < entry.length() - 1) {
        resource.put(
            entry.substring(0, equals).trim(), decoded(entry.substring(equals + 1).trim()));
      }
    }
    return resource;
  }

  private boolean resourceIsWellFormed() {
    for (String entry : resourceEntries()) {
      if (entry.indexOf('=') <= 0) {
        return false;
      }
    }
    return true;
  }

  private String[] resourceEntries() {
    String text = set.get(RESOURCE);
    return text == null ? new String[0] : text.split(",");
  }

  /** Percent signs with two digits stand for a byte. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        decoded.write(16 * high + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
