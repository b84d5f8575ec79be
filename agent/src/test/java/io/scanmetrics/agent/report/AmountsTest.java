package io.scanmetrics.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1 s",
    "8249, 8.2 s",
    "59999, 59.9 s",
    "60000, 1 min",
    "312000, 5 min 12 s",
    "3599999, 59 min 59 s",
    "7500000, 2 h 5 min",
    "273600000, 3 d 4 h"
  })
  void aDurationHasTwoUnitsAtMostAndIsNeverRoundedUp(long millis, String text) {
    assertThat(Amounts.duration(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.94999, 94.99 %", "0.95, 95.00 %", "1, 100.00 %", "0.99999, 99.99 %", ", –"})
  void anExactShareReachesNothingThatItDoesNotReach(Double share, String text) {
    assertThat(Amounts.exactShare(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.004, 0.4 %", "0.12, 12 %", "0.0095, 1 %", "1, 100 %"})
  void aShareIsShort(double share, String text) {
    assertThat(Amounts.share(share)).isEqualTo(text);
  }

  @Test
  void countsAndTimesAreTheSameEverywhere() {
    assertThat(Amounts.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Amounts.count(1, "scan")).isEqualTo("1 scan");
    assertThat(Amounts.count(2, "scan")).isEqualTo("2 scans");
    assertThat(Amounts.time(Instant.parse("2026-11-23T05:40:07Z"))).isEqualTo("2026-11-23 05:40");
    assertThat(Amounts.exactTime(Instant.parse("2026-11-23T05:40:07Z")))
        .isEqualTo("2026-11-23 05:40:07");
  }
}
