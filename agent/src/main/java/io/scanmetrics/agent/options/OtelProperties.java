package io.scanmetrics.agent.options;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The properties that the agent sets for its private SDK: {@code otel.…} keys of the agent
 * argument, and the defaults that differ from autoconfigure's.
 */
final class OtelProperties {
  static final String NONE = "none";
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";

  private final Map<String, String> set;
  private final Function<String, @Nullable String> configured;

  private OtelProperties(
      Map<String, String> arguments, Function<String, @Nullable String> configured) {
    this.set = new HashMap<>(arguments);
    this.configured = configured;
  }

  static Map<String, String> of(
      Map<String, String> arguments, Function<String, @Nullable String> configured) {
    OtelProperties properties = new OtelProperties(arguments, configured);
    properties.exporter("traces");
    properties.exporter("metrics");
    // The agent makes no log records, so an exporter of the application's choice has nothing to do.
    properties.set.put("otel.logs.exporter", NONE);
    if (properties.get(PROTOCOL) == null) {
      properties.set.put(PROTOCOL, "http/protobuf");
    }
    return properties.set;
  }

  /** None, unless one is named or there is an endpoint to send to. */
  private void exporter(String signal) {
    String key = "otel." + signal + ".exporter";
    String exporters = get(key);
    if (exporters != null) {
      set.put(key, withoutScanMetrics(exporters));
    } else if (get(ENDPOINT) == null && get("otel.exporter.otlp." + signal + ".endpoint") == null) {
      set.put(key, NONE);
    }
  }

  /**
   * In an application with an SDK of its own, {@code scan_metrics} names the exporter of this
   * project; the agent has it built in, and must not write each scan twice.
   */
  private static String withoutScanMetrics(String exporters) {
    StringBuilder others = new StringBuilder();
    for (String exporter : exporters.split(",", -1)) {
      String name = exporter.trim();
      if (!name.isEmpty() && !name.equals("scan_metrics")) {
        others.append(others.length() == 0 ? "" : ",").append(name);
      }
    }
    return others.length() == 0 ? NONE : others.toString();
  }

  private @Nullable String get(String key) {
    String value = set.get(key);
    if (value == null) {
      value = configured.apply(key);
    }
    return value == null || value.trim().isEmpty() ? null : value;
  }
}
