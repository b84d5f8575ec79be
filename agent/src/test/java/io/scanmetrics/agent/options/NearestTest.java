package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "rules, rules, 0",
    "'', rules, 5",
    "ruels, rules, 1",
    "rule, rules, 1",
    "rulles, rules, 1",
    "rulex, rules, 1",
    "jdbc.ulr, jdbc.url, 1",
    "abc, cab, 2"
  })
  void theDistanceIsTheNumberOfSlipsOfTheFinger(String typed, String meant, int slips) {
    assertThat(Nearest.distance(typed, meant)).isEqualTo(slips);
    assertThat(Nearest.distance(meant, typed)).isEqualTo(slips);
  }
}
