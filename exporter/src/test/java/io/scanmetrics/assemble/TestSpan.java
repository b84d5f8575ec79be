package io.scanmetrics.assemble;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.scanmetrics.ScanSpans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A span as an SDK would hand it over once it has ended. Traces and spans are named by small
 * numbers, times are milliseconds after {@link #ZERO}.
 */
final class TestSpan {
  static final Instant ZERO = Instant.parse("2026-03-01T12:00:00Z");

  private final String traceId;
  private final String spanId;
  private final AttributesBuilder attributes = Attributes.builder();
  private final List<EventData> events = new ArrayList<>();
  private SpanContext parent = SpanContext.getInvalid();
  private StatusData status = StatusData.unset();
  private Resource resource = Resource.empty();
  private long startNanos = nanos(0);
  private long endNanos = nanos(1_000);

  private TestSpan(int trace, int span) {
    this.traceId = traceId(trace);
    this.spanId = spanId(span);
  }

  static TestSpan scan(int trace, int span, String id) {
    return new TestSpan(trace, span).with("scan.id", id);
  }

  static TestSpan phase(int trace, int span, String name) {
    return new TestSpan(trace, span).with(ScanSpans.PHASE_NAME, name);
  }

  /** One that is neither a scan nor a phase. */
  static TestSpan plain(int trace, int span) {
    return new TestSpan(trace, span);
  }

  static String traceId(int number) {
    return String.format("%032x", number);
  }

  static String spanId(int number) {
    return String.format("%016x", number);
  }

  static Instant at(long millis) {
    return ZERO.plusMillis(millis);
  }

  TestSpan inside(int span) {
    parent = context(traceId, spanId(span));
    return this;
  }

  TestSpan from(long startMillis, long endMillis) {
    return fromNanos(nanos(startMillis), nanos(endMillis));
  }

  TestSpan fromNanos(long start, long end) {
    startNanos = start;
    endNanos = end;
    return this;
  }

  TestSpan with(String key, String value) {
    attributes.put(key, value);
    return this;
  }

  TestSpan with(String key, long value) {
    attributes.put(key, value);
    return this;
  }

  TestSpan with(String key, double value) {
    attributes.put(key, value);
    return this;
  }

  TestSpan with(String key, boolean value) {
    attributes.put(key, value);
    return this;
  }

  <T> TestSpan with(AttributeKey<T> key, T value) {
    attributes.put(key, value);
    return this;
  }

  TestSpan failed(String description) {
    status = StatusData.create(StatusCode.ERROR, description);
    return this;
  }

  TestSpan exception(String type, String message) {
    events.add(
        EventData.create(
            startNanos,
            "exception",
            Attributes.builder()
                .put("exception.type", type)
                .put("exception.message", message)
                .build()));
    return this;
  }

  TestSpan of(Resource everySpans) {
    resource = everySpans;
    return this;
  }

  SpanData data() {
    return TestSpanData.builder()
        .setName("test")
        .setKind(SpanKind.INTERNAL)
        .setSpanContext(context(traceId, spanId))
        .setParentSpanContext(parent)
        .setStartEpochNanos(startNanos)
        .setEndEpochNanos(endNanos)
        .setAttributes(attributes.build())
        .setEvents(events)
        .setStatus(status)
        .setResource(resource)
        .setHasEnded(true)
        .build();
  }

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static long nanos(long millis) {
    return at(millis).toEpochMilli() * 1_000_000;
  }
}
