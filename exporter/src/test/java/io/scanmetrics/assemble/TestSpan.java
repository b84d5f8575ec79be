package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scan, a phase, or another span, once it has ended. Traces and spans are named by small numbers,
 * times are milliseconds after {@link #ZERO}.
 */
final class TestSpan {
  static final Instant ZERO = Instant.parse("2026-03-01T12:00:00Z");

  private final String traceId;
  private final String spanId;
  private final Map<String, Object> attributes = new HashMap<>();
  private @Nullable String parent;
  private @Nullable String description;
  private @Nullable String exceptionType;
  private @Nullable String exceptionMessage;
  private boolean failed;
  private Map<String, Object> resource = Map.of();
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
    parent = spanId(span);
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

  TestSpan with(String key, Object value) {
    attributes.put(key, value instanceof Integer number ? Long.valueOf(number) : value);
    return this;
  }

  TestSpan failed(String said) {
    failed = true;
    description = said.isEmpty() ? null : said;
    return this;
  }

  TestSpan exception(String type, String message) {
    exceptionType = type;
    exceptionMessage = message;
    return this;
  }

  TestSpan of(Map<String, Object> everySpans) {
    resource = everySpans;
    return this;
  }

  SpanRecord data() {
    long startMicros = Math.floorDiv(startNanos, 1_000L);
    return new SpanRecord(
        traceId,
        spanId,
        parent,
        startMicros,
        Math.max(startMicros, Math.floorDiv(endNanos, 1_000L)),
        failed ? new SpanRecord.Failure(description, exceptionType, exceptionMessage) : null,
        Map.copyOf(attributes),
        resource,
        true);
  }

  /** Whether it is a phase's. */
  static boolean isPhase(SpanRecord span) {
    return span.attributes().containsKey(ScanSpans.PHASE_NAME);
  }

  /** Whether it is a scan's. */
  static boolean isScan(SpanRecord span) {
    return !isPhase(span) && span.attributes().containsKey(ScanAttribute.SCAN_ID.key());
  }

  private static long nanos(long millis) {
    return at(millis).toEpochMilli() * 1_000_000;
  }
}
