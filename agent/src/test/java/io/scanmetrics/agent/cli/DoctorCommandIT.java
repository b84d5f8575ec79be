package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorCommandIT {
  private final TestDatabase database = PostgresServer.embedded().newDatabase();

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void thePackagedJarFindsNothingWhereAllIsWell(Jdk jdk) throws Exception {
    migrate(database);
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            version: 1
            scans:
              - class: com.acme.Scanner
                method: scan
                attributes:
                  scan.tenant.id: param0.tenant
            """);

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .environment("SCAN_METRICS_JDBC_URL", database.jdbcUrl())
            .environment("SCAN_METRICS_RULES", rules.toString())
            .environment("SCAN_METRICS_SPOOL_DIR", folder.resolve("spool").toString())
            .environment("SCAN_METRICS_PROMETHEUS_PORT", "0")
            .run(List.of("-jar", ForkedJvm.agentJar().toString()), "doctor");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout())
        .containsPattern("(?m)^ok +rules +1 scan, 0 phases;")
        .containsPattern("(?m)^ok +database +PostgreSQL 18.*, database test_.*, as postgres$")
        .containsPattern("(?m)^ok +schema +version \\d+; a scan was written, read and taken back$")
        .containsPattern("(?m)^ok +prometheus +any free port of 127.0.0.1$")
        .doesNotContain("FAULT")
        .contains("No fault found.");
    assertThat(result.exitCode()).isZero();
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(0L);
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void thePackagedJarSaysOneLineForEachFault(Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .environment("SCAN_METRICS_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/x")
            .environment("SCAN_METRICS_SPOOL_DIR", folder.resolve("spool").toString())
            .environment("OTEL_TRACES_SAMPLER", "never")
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
            .run(List.of("-jar", ForkedJvm.agentJar().toString()), "doctor");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout().lines().filter(line -> line.startsWith("FAULT")))
        .hasSize(4)
        .anyMatch(line -> line.contains("OpenTelemetry refuses"))
        .anyMatch(line -> line.contains("127.0.0.1:1/x cannot be used"))
        .anyMatch(line -> line.contains("traces to http://127.0.0.1:1/v1/traces"))
        .anyMatch(line -> line.contains("metrics to http://127.0.0.1:1/v1/metrics"));
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void anOlderSchemaIsToldWithTheCommandThatMendsIt() {
    migrate(database);
    database.execute(
        """
        CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
        LANGUAGE sql IMMUTABLE AS 'SELECT 5';
        ALTER TABLE scanner.scan_metrics DROP COLUMN last_seen_phase CASCADE;
        """);

    CommandRun run = doctor();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("FAULT +schema +the database lacks migration V006.*last_seen_phase")
        .contains("scan-metrics-agent.jar migrate");
    assertThat(doctor("--schema=off").out()).containsPattern("FAULT +schema");
    assertThat(doctor("--schema=migrate").out()).containsPattern("(?m)^note +schema");
  }

  @Test
  void anEmptyDatabaseIsToldWithTheCommandThatMendsIt() {
    assertThat(doctor().out())
        .containsPattern("(?m)^ok +database +PostgreSQL 18")
        .containsPattern("FAULT +schema +the database lacks schema scanner.*migrate");
  }

  @Test
  void whoMayNotMakeTheSchemaIsToldTheGrant() {
    String user = "maker_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");
    String url = database.jdbcUrl().replaceFirst("\\?.*", "");

    CommandRun run =
        CommandRun.of(
            "doctor", "--jdbc-url", url, "--jdbc-user", user, "--schema=migrate", spool());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("FAULT +schema +.*migrate cannot make it: .*GRANT CREATE ON DATABASE");
  }

  @Test
  void aDatabaseThatIsReadOnlyIsTold() {
    migrate(database);
    database.execute(
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");

    CommandRun run = doctor();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("FAULT +database +it is read-only for postgres\\R +mend: .*ALTER DATABASE")
        .containsPattern("(?m)^ok +schema +version \\d+$");
  }

  @Test
  void aUserWhoMayNotWriteIsToldTheGrants() {
    migrate(database);
    String user = "reader_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");
    String url = database.jdbcUrl().replaceFirst("\\?.*", "");

    CommandRun denied = CommandRun.of("doctor", "--jdbc-url", url, "--jdbc-user", user, spool());
    assertThat(denied.status()).isEqualTo(1);
    assertThat(denied.out()).containsPattern("FAULT +schema +the database user .* lacks .*GRANT ");

    String line = denied.out().lines().filter(l -> l.contains("GRANT")).findFirst().orElseThrow();
    database.execute(line.substring(line.indexOf("GRANT")));
    CommandRun granted = CommandRun.of("doctor", "--jdbc-url", url, "--jdbc-user", user, spool());
    assertThat(granted.status()).as(granted.out()).isZero();
  }

  @Test
  void theOldestServerIsAsGood() {
    TestDatabase oldest = PostgresServer.installedOrSkip().newDatabase();
    migrate(oldest);

    CommandRun run = CommandRun.of("doctor", "--jdbc-url", oldest.jdbcUrl(), spool());

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).containsPattern("(?m)^ok +database +PostgreSQL 15");
  }

  @Test
  void aWrongPasswordIsToldAndNotShown(@TempDir Path data) throws Exception {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
        Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE scanner LOGIN PASSWORD 'right'");
      Files.writeString(
          data.resolve("pg_hba.conf"), "host all scanner 127.0.0.1/32 scram-sha-256\n");
      statement.execute("SELECT pg_reload_conf()");

      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=scanner";
      assertThat(withPassword(url, "geheim").out())
          .containsPattern("FAULT +database .*password authentication failed.*jdbc.password")
          .doesNotContain("geheim");
      assertThat(withPassword(url, "right").out())
          .containsPattern("(?m)^ok +database +PostgreSQL 18.*, as scanner$");
    }
  }

  @Test
  void aPasswordFileThatIsNotThereIsTold() {
    CommandRun run =
        CommandRun.of(
            "doctor",
            "--jdbc-url",
            database.jdbcUrl(),
            "--jdbc-password-file=" + folder.resolve("none"),
            spool());

    assertThat(run.out()).containsPattern("FAULT +database .*password file .*none cannot be read");
  }

  private CommandRun doctor(String... flags) {
    String[] line = new String[flags.length + 4];
    line[0] = "doctor";
    line[1] = "--jdbc-url";
    line[2] = database.jdbcUrl();
    line[3] = spool();
    System.arraycopy(flags, 0, line, 4, flags.length);
    return CommandRun.with(Map.of(), Map.of(), line);
  }

  private CommandRun withPassword(String url, String password) {
    return CommandRun.with(
        Map.of(),
        Map.of("SCAN_METRICS_JDBC_PASSWORD", password),
        "doctor",
        "--jdbc-url",
        url,
        spool());
  }

  private String spool() {
    return "--spool-dir=" + folder.resolve("spool");
  }

  private static void migrate(TestDatabase database) {
    assertThat(CommandRun.of("migrate", "--jdbc-url", database.jdbcUrl()).status()).isZero();
  }
}
