package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.scanmetrics.assemble.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanReaderTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final SpanReader reader = new SpanReader();
  private final TestSpanData.Builder span =
      TestSpanData.builder()
          .setName("scan")
          .setKind(SpanKind.INTERNAL)
          .setSpanContext(context("b7ad6b7169203331", TraceFlags.getSampled()))
          .setStartEpochNanos(1_999)
          .setEndEpochNanos(5_000)
          .setStatus(StatusData.unset())
          .setHasEnded(true);

  @Test
  void idsAndTimesAreTheSpans() {
    span.setParentSpanContext(context("00f067aa0ba902b7", TraceFlags.getDefault()));

    assertThat(reader.read(span.build()))
        .isEqualTo(
            new SpanRecord(
                TRACE,
                "b7ad6b7169203331",
                "00f067aa0ba902b7",
                1,
                5,
                null,
                Map.of(),
                Map.of(),
                true));
  }

  @Test
  void aSpanThatEndsBeforeItStartsTakesNoTime() {
    SpanRecord read = reader.read(span.setStartEpochNanos(9_000).build());

    assertThat(read.endMicros()).isEqualTo(9).isEqualTo(read.startMicros());
  }

  @Test
  void anErrorIsDescribedByItsStatusAndItsException() {
    EventData exception =
        EventData.create(
            1,
            "exception",
            Attributes.builder()
                .put("exception.type", "java.io.IOException")
                .put("exception.message", "no disk")
                .build());
    span.setEvents(List.of(exception));

    assertThat(reader.read(span.build()).failure()).isNull();
    assertThat(
            reader
                .read(
                    span.setStatus(StatusData.create(StatusData.error().getStatusCode(), "late"))
                        .build())
                .failure())
        .isEqualTo(new SpanRecord.Failure("late", "java.io.IOException", "no disk"));
    assertThat(
            reader.read(span.setEvents(List.of()).setStatus(StatusData.error()).build()).failure())
        .isEqualTo(new SpanRecord.Failure(null, null, null));
  }

  @Test
  void ofTheResourceIsTakenWhatARowMayNeed() {
    span.setResource(
        Resource.create(
            Attributes.builder()
                .put("service.name", "scanner")
                .put("service.version", "3.1.4")
                .put("container.image.repo_digests", "registry/scanner@sha256:1")
                .put(AttributeKey.stringArrayKey("container.image.id"), List.of())
                .build()));

    assertThat(reader.read(span.build()).resource())
        .isEqualTo(
            Map.of(
                "service.version",
                "3.1.4",
                "container.image.repo_digests",
                "registry/scanner@sha256:1"));
  }

  @Test
  void itIsACopyOfListsThatTheApplicationMayChange() {
    List<String> own = new ArrayList<>(List.of("a", "b"));
    SpanRecord read = read(Attributes.of(AttributeKey.stringArrayKey("list"), own));
    own.clear();

    assertThat(read.attributes()).isEqualTo(Map.of("list", List.of("a", "b")));
  }

  @Test
  void itTakesNoMoreOfATextThanCanBeKept() {
    assertThat(read(Attributes.builder().put("note", "x".repeat(1_000_000)).build()).attributes())
        .isEqualTo(Map.of("note", "x".repeat(8 * 1024)));
  }

  @Test
  void elementsOfAListThatAreMissingAreLeftOut() {
    List<String> list = new ArrayList<>();
    list.add("a");
    list.add(null);

    assertThat(read(Attributes.of(AttributeKey.stringArrayKey("list"), list)).attributes())
        .isEqualTo(Map.of("list", List.of("a")));
  }

  @Test
  void valuesOfAnyShapeBecomeScalarsListsOrText() {
    Attributes attributes =
        Attributes.builder()
            .put(AttributeKey.valueKey("number"), Value.of(5))
            .put(AttributeKey.valueKey("list"), Value.of(Value.of("a"), Value.of(2.5)))
            .put(AttributeKey.valueKey("map"), Value.of(KeyValue.of("k", Value.of(true))))
            .build();

    assertThat(read(attributes).attributes())
        .containsEntry("number", 5L)
        .containsEntry("list", List.of("a", 2.5))
        .hasEntrySatisfying("map", text -> assertThat(text).asString().contains("k", "true"));
  }

  private SpanRecord read(Attributes attributes) {
    return reader.read(span.setAttributes(attributes).build());
  }

  private static SpanContext context(String spanId, TraceFlags flags) {
    return SpanContext.create(TRACE, spanId, flags, TraceState.getDefault());
  }
}
