package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PruneCommandIT {
  private final TestDatabase database = PostgresServer.embedded().newDatabase();

  @Test
  void oldScansAreCountedThenDeleted() {
    fill();

    CommandRun dryRun = prune("--older-than", "90d", "--dry-run");
    assertThat(dryRun.status()).as(dryRun.err()).isZero();
    assertThat(dryRun.out())
        .matches("Would delete 1,200 scans with 1,200 phases that started before \\d{4}-.*Z\\.\\R");
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(1_210L);

    CommandRun run = prune("--older-than", "90d");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Deleted 1,200 scans with 1,200 phases");
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(10L);
    assertThat(prune("--older-than=90d").out()).startsWith("Deleted 0 scans");
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void thePackagedJarPrunesAndSaysNothingElse(Jdk jdk) throws Exception {
    fill();

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .environment("SCAN_METRICS_JDBC_URL", database.jdbcUrl())
            .run(
                List.of("-jar", ForkedJvm.agentJar().toString()), "prune", "--older-than", "2160h");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).startsWith("Deleted 1,200 scans").hasLineCount(1);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aDatabaseWithoutTheSchemaIsToldTheCommandThatMendsIt() {
    CommandRun run = prune("--older-than", "90d");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("error: old scans could not be pruned: ")
        .contains("scan-metrics-agent.jar migrate");
  }

  private CommandRun prune(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "prune";
    line[1] = "--jdbc-url";
    line[2] = database.jdbcUrl();
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return CommandRun.of(line);
  }

  /** 1,200 scans that are older than 90 days and ten that are not, of one phase each. */
  private void fill() {
    assertThat(CommandRun.of("migrate", "--jdbc-url", database.jdbcUrl()).status()).isZero();
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at)
        SELECT gen_random_uuid(), gen_random_uuid(), s, s
        FROM (SELECT now() - (85 + 0.5 * n) * INTERVAL '1 day' FROM generate_series(0, 1209) AS n) AS scan (s);
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, 'analyze', 1, started_at, finished_at FROM scanner.scan_metrics
        """);
  }
}
