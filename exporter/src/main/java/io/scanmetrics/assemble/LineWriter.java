package io.scanmetrics.assemble;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a scan's file, which the {@link LineReader} reads: one JSON object each, the
 * first member of which says what it is. All characters are ASCII, so that halves of surrogate
 * pairs survive as they are.
 *
 * <p>What a span carried is written as it came, not as it is stored: who reads it back does with it
 * what would have been done here. For one thread at a time.
 */
final class LineWriter {
  private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator("");
  private static final int LAST_ASCII = 127;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private @Nullable JsonGenerator generator;

  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * The first line of each file.
   *
   * @param tenant of scans that name none
   */
  byte[] header(String tenant) {
    return line(
        json -> {
          json.writeNumberField(LineFormat.VERSION, LineFormat.THIS_VERSION);
          json.writeStringField(LineFormat.TENANT, tenant);
        });
  }

  /** A scan, as of now. */
  byte[] scan(LineFormat.Event event, SpanRecord span) {
    return line(
        json -> {
          span(json, event, span);
          json.writeNumberField(LineFormat.END, span.endMicros());
          failure(json, span.failure());
          values(json, LineFormat.ATTRIBUTES, span.attributes());
          values(json, LineFormat.RESOURCE, span.resource());
        });
  }

  /**
   * A phase that has ended.
   *
   * @param between the spans that are known to stand between it and its scan, the nearest first
   */
  byte[] phase(SpanRecord span, List<SpanNode> between) {
    return line(
        json -> {
          span(json, LineFormat.Event.PHASE, span);
          json.writeNumberField(LineFormat.END, span.endMicros());
          failure(json, span.failure());
          values(json, LineFormat.ATTRIBUTES, span.attributes());
          if (!between.isEmpty()) {
            between(json, between);
          }
        });
  }

  /** Spans of that trace that have become known later than what they stand between. */
  byte[] spans(String traceId, List<SpanNode> between) {
    return line(
        json -> {
          json.writeStringField(LineFormat.EVENT, LineFormat.Event.SPANS.text());
          json.writeStringField(LineFormat.TRACE, traceId);
          between(json, between);
        });
  }

  /** A phase that has no row of its own in this scan, whether it is in the file or not. */
  byte[] phaseLeft(String traceId, String spanId) {
    return line(
        json -> {
          json.writeStringField(LineFormat.EVENT, LineFormat.Event.PHASE_LEFT.text());
          json.writeStringField(LineFormat.TRACE, traceId);
          json.writeStringField(LineFormat.SPAN, spanId);
        });
  }

  /** How far a scan was. */
  byte[] seen(Progress progress) {
    return line(
        json -> {
          json.writeStringField(LineFormat.EVENT, LineFormat.Event.SEEN.text());
          json.writeNumberField(LineFormat.AT, micros(progress.lastSeenAt()));
          text(json, LineFormat.IN_PHASE, progress.phase());
          if (progress.phaseStartedAt() != null) {
            json.writeNumberField(LineFormat.START, micros(progress.phaseStartedAt()));
          }
        });
  }

  /** The last line of a file that can never be stored. */
  byte[] setAside(String reason, Instant at) {
    return line(
        json -> {
          json.writeStringField(LineFormat.EVENT, LineFormat.Event.SET_ASIDE.text());
          json.writeStringField(LineFormat.REASON, reason);
          json.writeNumberField(LineFormat.AT, micros(at));
        });
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private byte[] line(Members members) {
    bytes.reset();
    try {
      JsonGenerator json = generator();
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      generator = null;
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      // It may be in the middle of an object.
      generator = null;
      throw e;
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private JsonGenerator generator() throws IOException {
    JsonGenerator known = generator;
    if (known == null) {
      known = JSON.createGenerator(bytes).setHighestNonEscapedChar(LAST_ASCII);
      generator = known;
    }
    return known;
  }

  private static void span(JsonGenerator json, LineFormat.Event event, SpanRecord span)
      throws IOException {
    json.writeStringField(LineFormat.EVENT, event.text());
    json.writeStringField(LineFormat.TRACE, span.traceId());
    json.writeStringField(LineFormat.SPAN, span.spanId());
    if (span.parentSpanId() != null) {
      json.writeStringField(LineFormat.PARENT, span.parentSpanId());
    }
    json.writeNumberField(LineFormat.START, span.startMicros());
  }

  private static void between(JsonGenerator json, List<SpanNode> between) throws IOException {
    json.writeArrayFieldStart(LineFormat.BETWEEN);
    for (SpanNode node : between) {
      json.writeStartArray();
      json.writeString(node.spanId());
      if (node.parentSpanId() != null) {
        json.writeString(node.parentSpanId());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, SpanRecord.@Nullable Failure failure)
      throws IOException {
    if (failure != null) {
      json.writeObjectFieldStart(LineFormat.FAILURE);
      text(json, LineFormat.DESCRIPTION, failure.description());
      text(json, LineFormat.EXCEPTION_TYPE, failure.exceptionType());
      text(json, LineFormat.EXCEPTION_MESSAGE, failure.exceptionMessage());
      json.writeEndObject();
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  private static void values(JsonGenerator json, String name, Map<String, Object> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      json.writeFieldName(entry.getKey());
      value(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
