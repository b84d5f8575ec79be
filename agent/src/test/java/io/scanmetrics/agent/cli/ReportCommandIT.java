package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.ScanHistory;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The report on the terminal, from a real database. */
class ReportCommandIT {

  @Test
  void anEmptyDatabaseIsToldInAFewLines() throws Exception {
    CommandRun run = report(ScannerDatabase.create());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("Time-to-Evidence"),
            line -> assertThat(line).matches("all tenants, 7 d from 20.* to 20.* UTC"),
            line -> assertThat(line).isEqualTo("0 scans"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("No scan started in this time."),
            line -> assertThat(line).isEqualTo("  No scan is stored in this database yet."));
  }

  @Test
  void aWeekOfScansIsToldWithWhatToFixFirst() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 2_000, Duration.ofDays(7), 3);

    CommandRun run = report(database);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("P95 misses its target. P50 meets its target.\nFix analyze first.\n")
        .containsPattern("(?m)^P95 +\\d+ min.* +< 5 min +MISSED +\\d\\d\\.\\d\\d % +95 %$")
        .contains("Over time, in steps of 12 h")
        .containsPattern("(?m)^feed-download +\\d+ % ")
        .containsPattern("(?m)^failed +publish +\\d+ +java.net.ConnectException$")
        .containsPattern("(?m)^ *\\d+ min \\d+ s +registry.*analyze \\d\\d %, ")
        .contains("Scans in flight at ");
    assertThat(run.out().lines()).hasSizeLessThan(120).allMatch(line -> line.length() <= 100);
  }

  @Test
  void oneTenantIsNamedAsItsScannersDo() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 400, Duration.ofDays(2), 0);

    assertThat(report(database, "--tenant", "acme", "--since=48h").out())
        .contains("tenant acme, 2 d from")
        .contains("300 scans: ")
        .doesNotContain("globex");
    assertThat(report(database, "--tenant=" + ScanHistory.ACME, "--since", "2d").out())
        .contains("tenant acme, 2 d from", "300 scans: ");
    assertThat(report(database, "--tenant=amce").out())
        .contains("No scan of this tenant is stored: look whether its name is written");
    assertThat(report(database, "--until=2020-01-08").out())
        .contains("all tenants, 7 d from 2020-01-01 00:00 to 2020-01-08 00:00 UTC", "0 scans");
  }

  @Test
  void aNarrowTerminalGetsNarrowTables() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 500, Duration.ofDays(7), 3);

    CommandRun run =
        CommandRun.with(
            Map.of(), Map.of("COLUMNS", "60"), "report", "--jdbc-url", database.jdbcUrl());

    assertThat(run.out().lines()).allMatch(line -> line.length() <= 60);
    assertThat(run.out()).contains("P95  ").contains("analyze");
  }

  @Test
  void whateverScannersWriteDoesNotMoveTheCursor() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at, finished_at, outcome, attributes)
        SELECT md5('x')::UUID, md5('x')::UUID, md5('t')::UUID, now() - INTERVAL '1 h', now() - INTERVAL '50 min', 'failed',
          jsonb_build_object('scan.id', e'a\\x1b[2J\\n@|red b|@' || chr(8238), 'scan.tenant.id', e'\\x1b]0;t\\a');
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at, success,
          error_code, phase_metrics)
        SELECT metrics_id, 'other', 1, started_at, finished_at, false, e'\\x1b[31mE',
          jsonb_build_object('scan.phase.name', e'p\\r\\x1b[A%s%n')
        FROM scanner.scan_metrics
        """);

    CommandRun run = report(database);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    assertThat(run.out()).contains("a\uFFFD[2J @¦red b|@\uFFFD", "p \uFFFD[A%s%n");
  }

  @Test
  void aDatabaseWithoutTheSchemaIsToldTheCommandThatMendsIt() {
    CommandRun run = report(PostgresServer.embedded().newDatabase());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("error: the report could not be read: ")
        .contains("scan-metrics-agent.jar migrate");
  }

  @Test
  void noTimeIsWrongUsage() {
    assertThat(CommandRun.of("report", "--since=0d", "--jdbc-url=jdbc:postgresql:x").err())
        .contains("leaves nothing to tell");
    assertThat(CommandRun.of("report", "--since=7", "--jdbc-url=jdbc:postgresql:x").err())
        .contains("For days write 7d");
    assertThat(CommandRun.of("report").status()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void thePackagedJarReportsAndSaysNothingElse(Jdk jdk) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 100, Duration.ofDays(7), 1);

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .environment("SCAN_METRICS_JDBC_URL", database.jdbcUrl())
            .run(List.of("-jar", ForkedJvm.agentJar().toString()), "report");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).startsWith("Time-to-Evidence\n").contains("Where the time goes");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aPageIsWrittenWhereItIsAskedForAndReplacesTheOneBefore(@TempDir Path folder)
      throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 100, Duration.ofDays(7), 1);
    Path file = Files.writeString(folder.resolve("report.html"), "x".repeat(10_000_000));

    CommandRun run = report(database, "--html=" + file);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Written to " + file + "\n");
    assertThat(file)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("101 scans")
        .endsWith("</html>\n")
        .doesNotContain("xxxxx");
  }

  @Test
  void aPlaceWhereNoPageCanBeIsSaidBeforeTheDatabaseIsAsked(@TempDir Path folder) {
    CommandRun missing =
        CommandRun.of(
            "report", "--jdbc-url=jdbc:postgresql:x", "--html=" + folder.resolve("a/b.html"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo(
            "error: the report cannot be written to %s/a/b.html: there is no folder %s/a\n"
                .formatted(folder, folder));

    CommandRun directory =
        CommandRun.of("report", "--jdbc-url=jdbc:postgresql:x", "--html=" + folder);
    assertThat(directory.status()).isEqualTo(2);
    assertThat(directory.err()).contains("--html names a folder: name a file in it");
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");

    CommandRun run = report(ScannerDatabase.create(), "--html=/dev/full");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("error: the report cannot be written to /dev/full: No space left on device\n");
  }

  @Test
  void aPageOnStdoutIsUtf8InAnyLocaleAndNothingElse() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 10, Duration.ofDays(7), 0);
    database.execute(
        "UPDATE scanner.scan_metrics SET attributes = attributes || '{\"scan.id\": \"größe\"}'");

    ForkedJvm.Result result =
        ForkedJvm.on(Jdk.current())
            .environment("SCAN_METRICS_JDBC_URL", database.jdbcUrl())
            .environment("LC_ALL", "C")
            .run(List.of("-jar", ForkedJvm.agentJar().toString()), "report", "--html", "-");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout())
        .startsWith("<!DOCTYPE html>")
        .contains("größe")
        .endsWith("</html>\n");
  }

  private static CommandRun report(TestDatabase database, String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("report", "--jdbc-url", database.jdbcUrl()), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
