package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one scan's or phase's span, read once when the span arrives: those that have a
 * column of the scan, made to fit it, and all others.
 *
 * <p>An empty text is no value. A value that does not fit its column (a count that is negative, a
 * list where a text belongs) leaves the column empty and is kept under its key, as is the text of
 * an artifact type that the schema does not know.
 *
 * @param columns String (ids as text, whether UUIDs or not), Integer for a count, Boolean for a
 *     flag
 * @param leftovers by the keys of {@link ScanAttribute}: what did not fit
 * @param others everything without a column, safe to store
 */
record SpanFacts(
    Map<ScanAttribute, Object> columns, Map<String, Object> leftovers, Map<String, Object> others) {

  /** Of a span without attributes, as that of most phases is but for its name. */
  static final SpanFacts NONE = new SpanFacts(Map.of(), Map.of(), Map.of());

  private static final int MOST_INDEXED_BYTES = 1024;
  private static final String OTHER_ARTIFACT = "other";
  private static final Set<String> ARTIFACT_TYPES =
      Set.of("oci_image", "tarball", "directory", OTHER_ARTIFACT);

  /**
   * @param attributes of the span
   * @param used the keys of those that its reader has used already, which are left out
   * @param unfit hears of each value that does not fit
   */
  static SpanFacts read(
      Map<String, Object> attributes, Set<String> used, Consumer<ScanAttribute> unfit) {
    if (attributes.isEmpty()) {
      return NONE;
    }
    Map<ScanAttribute, Object> columns = Map.of();
    Map<String, Object> leftovers = Map.of();
    Map<String, Object> others = Map.of();
    for (Map.Entry<String, Object> entry : attributes.entrySet()) {
      String key = entry.getKey();
      Object value = entry.getValue();
      ScanAttribute attribute = ScanAttribute.ofKey(key);
      if (used.contains(key)) {
        continue;
      }
      if (attribute == null) {
        others = with(others, key, value);
      } else if (!value.equals("")) {
        Object fitting = fit(attribute, value);
        if (fitting != null) {
          columns = columns.isEmpty() ? new EnumMap<>(ScanAttribute.class) : columns;
          columns.put(attribute, fitting);
        } else {
          unfit.accept(attribute);
        }
        if (fitting == null || isUnknownArtifact(attribute, value)) {
          leftovers = with(leftovers, key, SafeValues.of(value));
        }
      }
    }
    return new SpanFacts(columns, leftovers, SafeValues.of(others));
  }

  /** Most have one. */
  private static Map<String, Object> with(Map<String, Object> values, String key, Object value) {
    if (values.isEmpty()) {
      return Map.of(key, value);
    }
    Map<String, Object> more = values.size() == 1 ? new HashMap<>(values) : values;
    more.put(key, value);
    return more;
  }

  /** A text column's value; null if the span has none. */
  @Nullable String text(ScanAttribute attribute) {
    return columns.get(attribute) instanceof String text ? text : null;
  }

  /** Whether there is anything that has, or should have had, a column of the scan. */
  boolean tellsOfScan() {
    return !columns.isEmpty() || !leftovers.isEmpty();
  }

  /** Roughly how many characters all of it takes. */
  int size() {
    return size(columns) + size(leftovers) + size(others);
  }

  private static int size(Map<?, Object> part) {
    int size = 0;
    if (!part.isEmpty()) {
      for (Map.Entry<?, Object> entry : part.entrySet()) {
        size += entry.getKey().toString().length() + size(entry.getValue());
      }
    }
    return size;
  }

  private static int size(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    return value instanceof List<?> list ? list.stream().mapToInt(SpanFacts::size).sum() : 1;
  }

  private static @Nullable Object fit(ScanAttribute attribute, Object value) {
    return switch (attribute.kind()) {
      case ID, TEXT -> SafeValues.text(value, SafeValues.MOST_BYTES);
      case INDEXED_TEXT -> SafeValues.text(value, MOST_INDEXED_BYTES);
      case ARTIFACT_TYPE -> artifactType(value);
      case COUNT -> count(value);
      case FLAG -> flag(value);
    };
  }

  private static @Nullable String artifactType(Object value) {
    if (value instanceof List<?>) {
      return null;
    }
    String text = value.toString();
    return ARTIFACT_TYPES.contains(text) ? text : OTHER_ARTIFACT;
  }

  private static boolean isUnknownArtifact(ScanAttribute attribute, Object value) {
    return attribute == ScanAttribute.ARTIFACT_TYPE && !ARTIFACT_TYPES.contains(value.toString());
  }

  private static @Nullable Integer count(Object value) {
    if (value instanceof Long count) {
      return count < 0 ? null : clamped(count);
    }
    if (value instanceof Double count) {
      return Double.isFinite(count) && count >= 0 ? clamped(count.longValue()) : null;
    }
    return value instanceof String text ? count(text.strip()) : null;
  }

  private static @Nullable Integer count(String text) {
    boolean whole = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!whole) {
      return null;
    }
    try {
      return clamped(Long.parseLong(text));
    } catch (NumberFormatException beyondLong) {
      return Integer.MAX_VALUE;
    }
  }

  private static int clamped(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static @Nullable Boolean flag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    String text = value.toString().strip();
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    return text.equalsIgnoreCase("false") ? false : null;
  }
}
