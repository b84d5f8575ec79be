package io.scanmetrics.agent.doctor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where options come from when no flag gives them.
 *
 * @param properties the system properties
 * @param environment the environment variables
 */
public record Surroundings(Map<?, ?> properties, Map<String, String> environment) {
  private static final String OTEL = "otel.";

  /** A property of OpenTelemetry as its autoconfigure reads it; {@code null} if it is not set. */
  @Nullable String otel(String property) {
    Object value = properties.get(property);
    if (!(value instanceof String)) {
      value = environment.get(property.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    return value instanceof String text && !text.isBlank() ? text.strip() : null;
  }

  /** All of OpenTelemetry's, by the names that they have as properties. */
  Map<String, String> allOfOtel() {
    Map<String, String> all = new HashMap<>();
    environment.forEach((name, value) -> put(all, name.replace('_', '.'), value));
    properties.forEach((name, value) -> put(all, name, value));
    return all;
  }

  private static void put(Map<String, String> all, Object name, Object value) {
    if (name instanceof String key && value instanceof String text) {
      String property = key.toLowerCase(Locale.ROOT).replace('-', '.');
      if (property.startsWith(OTEL)) {
        all.put(property, text);
      }
    }
  }
}
