package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-23, 2026-11-23T00:00:00Z",
    "2026-11-23T05:40, 2026-11-23T05:40:00Z",
    "2026-11-23 05:40, 2026-11-23T05:40:00Z",
    "2026-11-23T05:40:07Z, 2026-11-23T05:40:07Z"
  })
  void aTimeIsADayOrADayWithATime(String text, String time) {
    assertThat(new UtcTime().convert(text)).hasToString(time);
  }

  @Test
  void anythingElseIsWrongUsage() {
    for (String text : new String[] {"yesterday", "2026-11-31", "2026-11-23T05:40+01:00", ""}) {
      CommandRun run = CommandRun.of("report", "--until=" + text);

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("is no time in UTC").contains("report --help");
    }
  }
}
