package io.scanmetrics.agent;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.meters.MeterCatalogue;
import io.scanmetrics.agent.options.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {
  private final String readme;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  @ParameterizedTest
  @EnumSource
  void describesEveryOptionAsItsHelpDoes(Option option) {
    String fallback =
        option.defaultValue() == null ? option.defaultText() : code(option.defaultValue());

    assertThat(readme).contains(row(code(option.property()), fallback, option.description()));
  }

  @ParameterizedTest
  @EnumSource
  void describesEveryMeterAsItsCatalogueDoes(MeterCatalogue meter) {
    String tags = meter.tags().stream().map(ReadmeTest::code).collect(joining(", "));

    assertThat(readme)
        .contains(
            row(
                code(meter.meter()),
                meter.kind().name().toLowerCase(Locale.ROOT),
                tags,
                meter.description()));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
