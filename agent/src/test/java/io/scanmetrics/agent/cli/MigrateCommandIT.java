package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrateCommandIT {
  private final TestDatabase database = PostgresServer.embedded().newDatabase();

  @Test
  void anEmptyDatabaseGetsTheSchemaAndOnlyOnce() {
    CommandRun first = CommandRun.of("migrate", "--jdbc-url", database.jdbcUrl());
    CommandRun second = CommandRun.of("migrate", "--jdbc-url", database.jdbcUrl());

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).matches("Migrated the schema scanner to version \\d+\\.\\R");
    assertThat(first.err()).isEmpty();
    assertThat(second.status()).isZero();
    assertThat(second.out()).matches("The schema scanner is at version \\d+; nothing to do\\.\\R");
    assertThat(database.value("SELECT count(*) FROM scanner.tte_stats")).isEqualTo(0L);
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void thePackagedJarMigratesAndSaysNothingElse(Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .environment("SCAN_METRICS_JDBC_URL", database.jdbcUrl())
            .run(List.of("-jar", ForkedJvm.agentJar().toString()), "migrate");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).matches("Migrated the schema scanner to version \\d+\\.\\R");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void thePlaceMayBeNamedByAnyOfTheSources(@TempDir Path dir) throws IOException {
    Path password = Files.writeString(dir.resolve("password"), "not needed\n");
    String elsewhere = "jdbc:postgresql://nowhere.invalid/x";

    CommandRun run =
        CommandRun.with(
            Map.of("scan.metrics.jdbc.url", elsewhere),
            Map.of(
                "SCAN_METRICS_JDBC_URL",
                elsewhere,
                "SCAN_METRICS_JDBC_PASSWORD_FILE",
                password.toString()),
            "migrate",
            "--jdbc-url=" + database.jdbcUrl());
    assertThat(run.status()).as(run.err()).isZero();

    CommandRun byEnvironment =
        CommandRun.with(Map.of(), Map.of("SCAN_METRICS_JDBC_URL", database.jdbcUrl()), "migrate");
    assertThat(byEnvironment.out()).contains("nothing to do");
  }

  @Test
  void aDatabaseThatIsNotThereIsOneLine() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    CommandRun run =
        CommandRun.of("migrate", "--jdbc-url=jdbc:postgresql://127.0.0.1:" + port + "/x?user=me");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).startsWith("error: ").contains(String.valueOf(port));
  }

  @Test
  void aUserWhoMayNotIsToldTheGrant() {
    String user = "reader_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");

    CommandRun run =
        CommandRun.of(
            "migrate",
            "--jdbc-url",
            database.jdbcUrl().replaceFirst("\\?.*", ""),
            "--jdbc-user",
            user);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("GRANT CREATE ON DATABASE");
  }
}
