package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanRecordTest {
  @Test
  void itIsACopyOfListsThatTheApplicationMayChange() {
    List<String> own = new ArrayList<>(List.of("a", "b"));
    SpanRecord span =
        SpanRecord.of(plain(1, 1).with(AttributeKey.stringArrayKey("list"), own).data());
    own.clear();

    assertThat(span.attributes()).isEqualTo(Map.of("list", List.of("a", "b")));
  }

  @Test
  void itTakesNoMoreOfATextThanCanBeKept() {
    SpanRecord span = SpanRecord.of(plain(1, 1).with("note", "x".repeat(1_000_000)).data());

    assertThat(span.attributes()).isEqualTo(Map.of("note", "x".repeat(SafeValues.MOST_BYTES)));
  }

  @Test
  void elementsOfAListThatAreMissingAreLeftOut() {
    List<String> list = new ArrayList<>();
    list.add("a");
    list.add(null);
    SpanRecord span =
        SpanRecord.of(plain(1, 1).with(AttributeKey.stringArrayKey("list"), list).data());

    assertThat(span.attributes()).isEqualTo(Map.of("list", List.of("a")));
  }

  @Test
  void valuesOfAnyShapeBecomeScalarsListsOrText() {
    SpanRecord span =
        SpanRecord.of(
            plain(1, 1)
                .with(AttributeKey.valueKey("number"), Value.of(5))
                .with(AttributeKey.valueKey("list"), Value.of(Value.of("a"), Value.of(2.5)))
                .with(AttributeKey.valueKey("map"), Value.of(KeyValue.of("k", Value.of(true))))
                .data());

    assertThat(span.attributes())
        .containsEntry("number", 5L)
        .containsEntry("list", List.of("a", 2.5))
        .hasEntrySatisfying("map", text -> assertThat(text).asString().contains("k", "true"));
  }
}
