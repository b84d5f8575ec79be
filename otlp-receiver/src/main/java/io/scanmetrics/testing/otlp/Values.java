package io.scanmetrics.testing.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OTLP's values as those of Java: texts, longs, doubles, booleans, and lists of them. */
final class Values {
  private Values() {}

  static Map<String, Object> of(List<KeyValue> attributes) {
    Map<String, Object> values = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      values.put(attribute.getKey(), of(attribute.getValue()));
    }
    return Collections.unmodifiableMap(values);
  }

  private static Object of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(Values::of).toList();
      default -> throw new IllegalArgumentException("no value that a span has: " + value);
    };
  }
}
