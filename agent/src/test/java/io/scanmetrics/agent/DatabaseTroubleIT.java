package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.WaitingTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ails the database, the application runs and ends as ever, and one line says why. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class DatabaseTroubleIT {
  /** Enough for the first answer of a database, or none, to arrive on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** What starting and ending a JVM may take on a busy machine. */
  private static final Duration LEEWAY = Duration.ofSeconds(8);

  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan nightly .*";

  private static final String LEFT =
      "\\[scan-metrics\\] WARN 1 scan left in /.*/scan-metrics/spool for the next JVM that uses it,"
          + " or for: java -jar scan-metrics-agent.jar drain \\(.*\\)";

  private final Jdk jdk;
  private final Application application = Application.compile("host");

  DatabaseTroubleIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void aDatabaseThatIsDownIsNamed() throws Exception {
    run("jdbc:postgresql://127.0.0.1:1/scans")
        .saysInAnyOrder(
            SUMMARY,
            "\\[scan-metrics\\] WARN PostgreSQL at 127.0.0.1:1/scans does not take scans: .*"
                + "check that it runs and can be reached from here.*",
            LEFT);
  }

  @WaitingTest
  void aDatabaseThatNeverAnswersDoesNotHoldTheExit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      run("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/scans")
          .saysInAnyOrder(SUMMARY, LEFT);
    }
  }

  @WaitingTest
  void whoeverNeverAnswersIsGivenUpInTimeToSayWhatIsLost() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      run(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/scans",
              "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + silent.getLocalPort())
          .saysInAnyOrder(
              SUMMARY,
              LEFT,
              "\\[scan-metrics\\] WARN the collector does not take the last spans; they are lost",
              "\\[scan-metrics\\] WARN the collector does not take the last meters; they are lost");
    }
  }

  @Test
  void aDatabaseThatDoesNotExistIsNamed() throws Exception {
    TestDatabase database = PostgresServer.embedded().newDatabase();

    run("jdbc:postgresql://127.0.0.1:" + database.port() + "/nowhere?user=postgres")
        .saysInAnyOrder(
            SUMMARY,
            "\\[scan-metrics\\] WARN PostgreSQL at .*/nowhere does not take scans: .*",
            LEFT);
  }

  @Test
  void aMissingSchemaIsMendedByTheCommandThatTheLineNames() throws Exception {
    TestDatabase database = PostgresServer.embedded().newDatabase();

    run(database.jdbcUrl())
        .saysInAnyOrder(
            SUMMARY,
            "\\[scan-metrics\\] WARN .* lacks schema scanner; mend it with:"
                + " java -jar scan-metrics-agent.jar migrate --jdbc-url .*1 scan waiting.*",
            LEFT);
  }

  @Test
  void theAgentMigratesWhenAskedTo() throws Exception {
    TestDatabase database = PostgresServer.embedded().newDatabase();

    ForkedJvm.on(jdk)
        .withRules("host")
        .storingIn(database)
        .option("-Dscan.metrics.schema=migrate", "-Dscan.metrics.shutdown.timeout=30s")
        .run(application, "com.acme.host.OwnStreams")
        .prints(0, "caught: 0")
        .says(SUMMARY);

    assertThat(database.value("SELECT outcome FROM scanner.scan_metrics")).isEqualTo("succeeded");
  }

  @Test
  void anUnusableAddressIsToldOnce() throws Exception {
    ForkedJvm.Result result =
        run("jdbc:postgresql://user:hunter2@127.0.0.1/scans")
            .saysInAnyOrder(
                SUMMARY,
                "\\[scan-metrics\\] ERROR scan.metrics.jdbc.url: .*; scans are not stored");
    assertThat(result.stderr()).doesNotContain("hunter2");
  }

  private ForkedJvm.Result run(String jdbcUrl, String... options) throws Exception {
    long begin = System.nanoTime();
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("host")
            .option("-Dscan.metrics.jdbc.url=" + jdbcUrl)
            .option(options)
            .option("-Dscan.metrics.shutdown.timeout=" + TIMEOUT.toMillis() + "ms")
            .run(application, "com.acme.host.OwnStreams")
            .prints(0, "caught: 0");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.plus(LEEWAY));
    return result;
  }
}
