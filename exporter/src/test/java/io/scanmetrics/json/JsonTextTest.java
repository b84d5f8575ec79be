package io.scanmetrics.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void equalMapsGiveEqualTexts() {
    assertThat(JsonText.of(Map.of("b", 1L, "a", "x", "c", List.of(true, 0.5))))
        .isEqualTo("{\"a\":\"x\",\"b\":1,\"c\":[true,0.5]}");
  }

  @Test
  void anEmptyMapIsNothing() {
    assertThat(JsonText.of(Map.of())).isNull();
    assertThat(JsonText.read(null)).isEmpty();
  }

  @Test
  void whatIsNoNumberIsAText() {
    assertThat(JsonText.of(Map.of("a", Double.NaN))).isEqualTo("{\"a\":\"NaN\"}");
    assertThat(JsonText.of(Map.of("a", Float.NEGATIVE_INFINITY)))
        .isEqualTo("{\"a\":\"-Infinity\"}");
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Map<String, Object> values =
        Map.of(
            "text",
            "\"\\\n\u0001é\uD83D\uDE00",
            "long",
            Long.MIN_VALUE,
            "double",
            1.0e-300,
            "list",
            List.of("a", 1L, false),
            "map",
            Map.of("inner", List.of()));

    assertThat(JsonText.read(JsonText.of(values))).isEqualTo(values);
  }

  @Test
  void whatOtherProgramsWroteKeepsItsDigits() {
    String text = "{\"big\":123456789012345678901234567890,\"fine\":0.1234567890123456789}";

    Map<String, Object> values = JsonText.read(text);

    assertThat(values)
        .containsEntry("big", new BigInteger("123456789012345678901234567890"))
        .containsEntry("fine", new BigDecimal("0.1234567890123456789"));
    assertThat(JsonText.of(values)).isEqualTo(text);
  }

  @Test
  void nullsAreLeftOutAndWhatIsNoObjectIsNothing() {
    assertThat(JsonText.read("{\"a\":null,\"b\":[null,1]}")).isEqualTo(Map.of("b", List.of(1L)));
    assertThat(JsonText.read("[1]")).isEmpty();
    assertThat(JsonText.read("null")).isEmpty();
  }
}
