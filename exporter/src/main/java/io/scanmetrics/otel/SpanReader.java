package io.scanmetrics.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.scanmetrics.assemble.SpanRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes of an SDK's span what rows need. For any thread, the application's above all. */
final class SpanReader {
  /** The resource that was read last: all spans of one SDK have the same. */
  private volatile Read last = new Read(Resource.empty(), Map.of());

  private record Read(Resource resource, Map<String, Object> values) {}

  SpanRecord read(SpanData span) {
    long startMicros = micros(span.getStartEpochNanos());
    return new SpanRecord(
        span.getTraceId(),
        span.getSpanId(),
        parentId(span.getParentSpanContext()),
        startMicros,
        Math.max(startMicros, micros(span.getEndEpochNanos())),
        span.getStatus().getStatusCode() == StatusCode.ERROR ? failure(span) : null,
        attributes(span.getAttributes()),
        resource(span.getResource()),
        span.getSpanContext().isSampled());
  }

  /** {@code null} for the root of a trace. */
  static @Nullable String parentId(SpanContext parent) {
    return parent.isValid() ? parent.getSpanId() : null;
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, 1000L);
  }

  private static SpanRecord.Failure failure(SpanData span) {
    String description = span.getStatus().getDescription();
    Map<String, Object> exception = Map.of();
    for (EventData event : span.getEvents()) {
      if (event.getName().equals("exception")) {
        exception = attributes(event.getAttributes());
      }
    }
    return new SpanRecord.Failure(
        description == null || description.isEmpty() ? null : SpanRecord.text(description),
        exception.get("exception.type") instanceof String type ? type : null,
        exception.get("exception.message") instanceof String message ? message : null);
  }

  private static Map<String, Object> attributes(Attributes attributes) {
    Map<String, Object> copy = new HashMap<>();
    attributes.forEach((key, value) -> copy.put(key.getKey(), SpanRecord.value(plain(value))));
    return copy;
  }

  /** The value inside: what is neither a scalar nor an array becomes text. */
  private static Object plain(Object value) {
    if (!(value instanceof Value<?> any)) {
      return value;
    }
    ValueType type = any.getType();
    if (type == ValueType.KEY_VALUE_LIST || type == ValueType.BYTES) {
      return any.asString();
    }
    if (!(any.getValue() instanceof List<?> elements)) {
      return any.getValue();
    }
    List<Object> plain = new ArrayList<>(elements.size());
    elements.forEach(element -> plain.add(plain(element)));
    return plain;
  }

  private Map<String, Object> resource(Resource resource) {
    Read known = last;
    if (!known.resource.equals(resource)) {
      known = new Read(resource, values(resource.getAttributes()));
      last = known;
    }
    return known.values;
  }

  private static Map<String, Object> values(Attributes resource) {
    Map<String, Object> values = new HashMap<>();
    for (String key : SpanRecord.RESOURCE_KEYS) {
      String text = resource.get(AttributeKey.stringKey(key));
      List<String> texts = resource.get(AttributeKey.stringArrayKey(key));
      if (text != null) {
        values.put(key, text);
      } else if (texts != null && !texts.isEmpty()) {
        values.put(key, List.copyOf(texts));
      }
    }
    return values;
  }
}
