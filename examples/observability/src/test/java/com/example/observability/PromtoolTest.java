package com.example.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code promtool} says of the files that users copy. */
@Needs("promtool")
class PromtoolTest {
  private final Program promtool = Program.find("promtool").orElseThrow();

  @Test
  void rulesAndAlertsDoWhatTheirTestsSay() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    assertThat(tests()).isNotEmpty().allSatisfy(test -> arguments.add(test.toString()));

    Program.Result result = promtool.run(arguments);

    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  void theConfigurationNamesRulesThatAreThere() throws Exception {
    String configuration = Repository.prometheus().resolve("prometheus.yml").toString();

    Program.Result result = promtool.run(List.of("check", "config", configuration));

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("2 rule files found");
  }

  @Test
  void everyAlertHasATestInWhichItFires() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Path test : tests()) {
      tests.append(Files.readString(test));
    }
    List<String> alerts =
        Files.readAllLines(Repository.prometheus().resolve("alerts.rules.yml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("- alert: "))
            .map(line -> line.substring("- alert: ".length()))
            .toList();

    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(
            alert ->
                assertThat(tests.toString())
                    .containsPattern(
                        "alertname: "
                            + alert
                            + "\\n +eval_time: .*\\n +exp_alerts:\\n +- exp_labels"));
  }

  private static List<Path> tests() throws IOException {
    try (Stream<Path> tests = Files.list(Repository.prometheus().resolve("tests"))) {
      return tests.sorted().toList();
    }
  }
}
