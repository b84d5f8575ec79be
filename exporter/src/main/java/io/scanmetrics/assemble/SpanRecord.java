package io.scanmetrics.assemble;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of a scan's or a phase's span on the thread that ended it. Holds no object of the
 * application (a recorded exception is one) and no text much longer than what will be kept.
 *
 * @param parentSpanId {@code null} for the root of its trace
 * @param startMicros since the epoch
 * @param endMicros never before {@code startMicros}
 * @param failure {@code null} unless the status is ERROR
 * @param attributes values are String, Long, Double, Boolean, or a List of these, not yet safe
 * @param resource shared by all spans of one SDK
 * @param sampled whether exporters of spans get to see it
 */
record SpanRecord(
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    long startMicros,
    long endMicros,
    @Nullable Failure failure,
    Map<String, Object> attributes,
    Resource resource,
    boolean sampled) {

  /** Why a span failed, as far as it says so. */
  record Failure(
      @Nullable String description,
      @Nullable String exceptionType,
      @Nullable String exceptionMessage) {

    /** The exception's message, else the status description. */
    @Nullable String message() {
      return exceptionMessage == null || exceptionMessage.isEmpty()
          ? description
          : exceptionMessage;
    }
  }

  static SpanRecord of(SpanData span) {
    SpanContext parent = span.getParentSpanContext();
    long startMicros = micros(span.getStartEpochNanos());
    return new SpanRecord(
        span.getTraceId(),
        span.getSpanId(),
        parent.isValid() ? parent.getSpanId() : null,
        startMicros,
        Math.max(startMicros, micros(span.getEndEpochNanos())),
        span.getStatus().getStatusCode() == StatusCode.ERROR ? failure(span) : null,
        attributes(span.getAttributes()),
        span.getResource(),
        span.getSpanContext().isSampled());
  }

  /** By which it can be found where spans are exported to. */
  SpanContext context() {
    return SpanContext.create(
        traceId,
        spanId,
        sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, 1000L);
  }

  private static Failure failure(SpanData span) {
    String description = span.getStatus().getDescription();
    Map<String, Object> exception = Map.of();
    for (EventData event : span.getEvents()) {
      if (event.getName().equals("exception")) {
        exception = attributes(event.getAttributes());
      }
    }
    return new Failure(
        description == null || description.isEmpty() ? null : shortened(description),
        exception.get("exception.type") instanceof String type ? type : null,
        exception.get("exception.message") instanceof String message ? message : null);
  }

  private static Map<String, Object> attributes(Attributes attributes) {
    Map<String, Object> copy = new HashMap<>();
    attributes.forEach((key, value) -> copy.put(key.getKey(), copy(value)));
    return copy;
  }

  private static Object copy(Object value) {
    Object plain = value instanceof Value<?> any ? plain(any) : value;
    return plain instanceof List<?> list ? elements(list) : scalar(plain);
  }

  /** The value inside: what is neither a scalar nor an array becomes text. */
  private static Object plain(Value<?> any) {
    ValueType type = any.getType();
    return type == ValueType.KEY_VALUE_LIST || type == ValueType.BYTES
        ? any.asString()
        : any.getValue();
  }

  private static List<Object> elements(List<?> list) {
    List<Object> elements = new ArrayList<>();
    try {
      for (Object element : list) {
        if (elements.size() == SafeValues.MOST_ELEMENTS) {
          break;
        }
        if (element != null) {
          elements.add(scalar(element instanceof Value<?> any ? plain(any) : element));
        }
      }
    } catch (ConcurrentModificationException e) {
      // It is the application's own list, and changes while it is read: what was read is kept.
      return elements;
    }
    return elements;
  }

  private static Object scalar(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean
        ? value
        : shortened(value.toString());
  }

  private static String shortened(String text) {
    return SafeText.shortened(text, SafeValues.MOST_BYTES);
  }
}
