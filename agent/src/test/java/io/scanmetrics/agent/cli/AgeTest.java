package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

  @ParameterizedTest
  @CsvSource({"90d, PT2160H", "12h, PT12H", "30 m, PT30M", "5S, PT5S", "0d, PT0S"})
  void anAgeIsANumberWithItsUnit(String text, String duration) {
    assertThat(new Age().convert(text)).hasToString(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "90, '''90'' of what? For days write 90d'",
    "-90d, '''-90d'' is no age'",
    "90 days, '''90 days'' is no age'",
    "500ms, '''500ms'' is no age'",
    "d, '''d'' is no age'",
    "40000d, '''40000d'' is more than a hundred years'"
  })
  void anythingElseIsWrongUsage(String text, String message) {
    CommandRun run = CommandRun.of("prune", "--older-than=" + text);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("prune --help");
  }

  @Test
  void withoutAnAgeNothingIsDeleted() {
    CommandRun run = CommandRun.of("prune", "--jdbc-url=jdbc:postgresql://nowhere.invalid/x");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--older-than");
  }
}
