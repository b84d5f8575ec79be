package io.scanmetrics.assemble;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values that a JSON column takes of whatever a span carries: String, Long, Double,
 * Boolean, or a list of these. Numbers that JSON does not know (NaN, infinities) become text.
 */
final class SafeValues {
  /** Of any one text, and of the texts of one list together, in UTF-8. */
  static final int MOST_BYTES = 8 * 1024;

  /** Of a key, in UTF-8. */
  static final int MOST_KEY_BYTES = 256;

  /** Of one list. */
  static final int MOST_ELEMENTS = 1024;

  /** Of one span, or of one scan together with what its phases gave it. */
  static final int MOST_ENTRIES = 128;

  private SafeValues() {}

  /** The first entries in the order of their keys, keys and values made safe. */
  static Map<String, Object> of(Map<String, Object> entries) {
    if (entries.isEmpty()) {
      return Map.of();
    }
    if (entries.size() == 1) {
      Map.Entry<String, Object> only = entries.entrySet().iterator().next();
      String key = SafeText.of(only.getKey(), MOST_KEY_BYTES);
      Object value = of(only.getValue());
      boolean same = key.equals(only.getKey()) && value == only.getValue();
      return same ? entries : Map.of(key, value);
    }
    Map<String, Object> safe = new HashMap<>();
    for (Map.Entry<String, Object> entry : new TreeMap<>(entries).entrySet()) {
      if (safe.size() == MOST_ENTRIES) {
        break;
      }
      safe.putIfAbsent(SafeText.of(entry.getKey(), MOST_KEY_BYTES), of(entry.getValue()));
    }
    return safe;
  }

  /** One value made safe. */
  static Object of(Object value) {
    return value instanceof List<?> list ? list(list) : scalar(value, MOST_BYTES);
  }

  /** The value of a text column: any scalar as text; null if it is a list. */
  static @Nullable String text(Object value, int mostBytes) {
    return value instanceof List<?> ? null : SafeText.of(String.valueOf(value), mostBytes);
  }

  private static List<Object> list(List<?> values) {
    List<Object> safe = new ArrayList<>();
    int bytesLeft = MOST_BYTES;
    for (Object value : values) {
      if (safe.size() == MOST_ELEMENTS || bytesLeft <= 0) {
        break;
      }
      Object element = scalar(value, bytesLeft);
      if (element instanceof String text) {
        bytesLeft -= text.getBytes(StandardCharsets.UTF_8).length;
      }
      safe.add(element);
    }
    return List.copyOf(safe);
  }

  private static Object scalar(Object value, int mostBytes) {
    if (value instanceof Long || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return number;
    }
    return SafeText.of(String.valueOf(value), mostBytes);
  }
}
