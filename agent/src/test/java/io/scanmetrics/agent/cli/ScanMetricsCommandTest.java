package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanMetricsCommandTest {

  @Test
  void helpNamesTheCommands() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: java -jar scan-metrics-agent.jar [-hV] COMMAND")
        .contains("-javaagent:scan-metrics-agent.jar=rules=rules.yaml")
        .containsPattern("(?m)^ +migrate +Creates or upgrades the schema")
        .containsPattern("(?m)^ +drain +Writes the scans that wait in a spool folder")
        .containsPattern("(?m)^ +explain +Lists the methods that each rule would intercept")
        .containsPattern("(?m)^ +report +Tells how the scans of some days did")
        .contains("--version");
  }

  @Test
  void versionTellsTheBuildAndTheJvm() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.status()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("scan-metrics \\d+\\.\\d+\\.\\d+.*");
    assertThat(run.out()).contains("Java " + System.getProperty("java.version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate --help", "help migrate"})
  void everyCommandExplainsItself(String line) {
    CommandRun run = CommandRun.of(line.split(" ", -1));

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("java -jar scan-metrics-agent.jar migrate")
        .containsPattern("(?m)^ +--jdbc-url=URL +PostgreSQL JDBC URL")
        .contains("--jdbc-user=USER", "--jdbc-password-file=FILE")
        .contains("-Dscan.metrics.jdbc.url=…", "SCAN_METRICS_JDBC_URL")
        .doesNotContainPattern("--jdbc-password[^-]");
  }

  @Test
  void withoutACommandHelpIsPointedAt() {
    CommandRun run = CommandRun.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly("error: name a command", "See: java -jar scan-metrics-agent.jar --help");
  }

  @Test
  void anUnknownCommandIsNamedWithTheNearest() {
    CommandRun run = CommandRun.of("migrat");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: there is no command or argument 'migrat'; did you mean migrate?");
  }

  @Test
  void anUnknownFlagIsNamedWithTheNearestAndWithoutItsValue() {
    CommandRun run = CommandRun.of("migrate", "--jdbc-ulr=geheim", "geheim");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "error: there is no flag '--jdbc-ulr'; did you mean --jdbc-url?",
            "See: java -jar scan-metrics-agent.jar migrate --help");
  }

  @Test
  void aMissingDatabaseIsWrongUsage() {
    CommandRun run = CommandRun.of("migrate");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--jdbc-url").contains("SCAN_METRICS_JDBC_URL");
  }

  @Test
  void aWrongValueIsToldWithTheRightOne() {
    CommandRun run = CommandRun.of("migrate", "--jdbc-url", "postgresql://db/scans");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("--jdbc-url")
        .contains("is no PostgreSQL URL, did you mean jdbc:postgresql://db/scans?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate --jdbc-password geheim",
        "migrate --jdbc-password=geheim --jdbc-url=jdbc:postgresql://db/scans",
        "migrate --jdbc-password",
        "migrate --jdbc-url=jdbc:postgresql://db/scans?password=geheim"
      })
  void aPasswordIsRefusedUnseenAndToldWhereItGoes(String line) {
    CommandRun run = CommandRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("--jdbc-password-file", "SCAN_METRICS_JDBC_PASSWORD")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:geheim@db/scans",
        "jdbc:postgresql://db/scans;password=geheim"
      })
  void aUrlThatCannotBeUsedIsNotRepeated(String url) {
    CommandRun run = CommandRun.with(Map.of("scan.metrics.jdbc.url", url), Map.of(), "migrate");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("scan.metrics.jdbc.url").doesNotContain("geheim");
  }

  @Test
  void aFaultInTheEnvironmentIsAWarning() {
    CommandRun run = CommandRun.with(Map.of(), Map.of("SCAN_METRICS_JDBC_ULR", "x"), "migrate");

    assertThat(run.err())
        .contains("warning: environment variable SCAN_METRICS_JDBC_ULR is unknown");
  }
}
