package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.ScanRows.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.store.StoreException;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scans are deleted, and what of it others notice. */
@Timeout(300)
abstract class PruningContract {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final String SCANS = "SELECT count(*) FROM scanner.scan_metrics";
  private static final String PHASES = "SELECT count(*) FROM scanner.execution_phases";
  private static final String NOT_WHOLE =
      """
      SELECT count(*) FROM scanner.scan_metrics AS s
      WHERE (SELECT count(*) FROM scanner.execution_phases AS p WHERE p.metrics_id = s.metrics_id) <> 2
      """;

  private TestDatabase database;
  private ScanRows rows;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = Migrations.migrated(server());
    rows = new ScanRows(database);
  }

  @Test
  void scansThatStartedLongerAgoGoAndOthersStay() throws StoreException {
    rows.scan("now() - INTERVAL '31 days'", "10 s");
    rows.scan("now() - INTERVAL '29 days'", "10 s");
    rows.scan("now() - INTERVAL '40 days'", "1 s", "outcome", "'failed'");
    rows.scan("now() - INTERVAL '40 days'", "1 s", "is_replay", "true");
    rows.unfinishedScan("now() - INTERVAL '40 days'", "aborted");
    database.execute(
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, 'analyze', n, started_at, started_at
        FROM scanner.scan_metrics, generate_series(1, 2) AS n
        """);

    assertThat(ScanPruning.count(config(), MONTH))
        .extracting(ScanPruning.Pruned::scans, ScanPruning.Pruned::phases)
        .containsExactly(4L, 8L);
    assertThat(prune(MONTH)).isEqualTo(4);

    assertThat(database.value(SCANS)).isEqualTo(1L);
    assertThat(database.value(NOT_WHOLE)).isEqualTo(0L);
    assertThat(prune(MONTH)).isZero();
  }

  @Test
  void scansThatRunStayAndThoseThatDiedGo() throws StoreException {
    rows.runningScan("now() - INTERVAL '40 days'", "now()");
    rows.openScan("now() - INTERVAL '20 days'");
    rows.runningScan("now() - INTERVAL '39 days'", "now() - INTERVAL '38 days'");
    rows.openScan("now() - INTERVAL '40 days'");

    assertThat(prune(Duration.ofDays(1))).isEqualTo(2);

    assertThat(database.rows("SELECT outcome FROM scanner.scan_slo"))
        .hasToString("[[running], [running]]");
  }

  @Test
  void scansThatStartedAtTheSameInstantAreAllDeleted() throws StoreException {
    fill(2_500, "now() - INTERVAL '40 days'");
    List<Long> progress = new ArrayList<>();

    ScanPruning.prune(config(), MONTH, soFar -> progress.add(soFar.scans()));

    assertThat(database.value(SCANS)).isEqualTo(0L);
    assertThat(progress).containsExactly(1_000L, 2_000L);
  }

  @Test
  void theProcedureDoesTheSameFromInsideTheDatabase() {
    fill(250, "now() - INTERVAL '40 days' + n * INTERVAL '1 s'");
    fill(10, "now() - n * INTERVAL '1 s'");

    database.execute("CALL scanner.prune_scans(INTERVAL '30 days', 100)");

    assertThat(database.value(SCANS)).isEqualTo(10L);
    assertThat(database.value(PHASES)).isEqualTo(20L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "INTERVAL '-1 day'", "INTERVAL '1 day', 0"})
  void theProcedureRefusesWhatCannotBeMeant(String arguments) {
    assertThatThrownBy(() -> database.execute("CALL scanner.prune_scans(" + arguments + ")"))
        .hasMessageContaining("CALL scanner.prune_scans(INTERVAL '90 days', 1000)");
  }

  @Test
  void nobodyWaitsForAnybody() throws Exception {
    fill(50_000, "now() - INTERVAL '100 days' + n * INTERVAL '1 s'");
    CompletableFuture<Void> pruning;
    long written = 0;
    try (Connection holder = database.connect();
        Connection writer = database.connect();
        Statement hold = holder.createStatement();
        Statement write = writer.createStatement()) {
      holder.setAutoCommit(false);
      hold.execute(
          """
          SELECT 1 FROM scanner.scan_metrics WHERE metrics_id =
            (SELECT metrics_id FROM scanner.scan_metrics ORDER BY started_at OFFSET 5000 LIMIT 1) FOR UPDATE
          """);
      writer.setAutoCommit(false);
      write.execute("SET lock_timeout = '100 ms'");
      writer.commit();
      pruning =
          inAnotherThread(
              "SET lock_timeout = '50 ms'", "CALL scanner.prune_scans(INTERVAL '30 days')");

      while (!pruning.isDone()) {
        write.execute(insert(1, "now()"));
        write.execute(
            "UPDATE scanner.scan_metrics SET last_seen_at = now()"
                + " WHERE started_at > now() - INTERVAL '1 h'");
        writer.commit();
        written++;
      }
      pruning.get();
      assertThat(database.value(SCANS)).isEqualTo(written + 1);
      assertThat(written).isPositive();
      holder.rollback();
    }

    assertThat(prune(MONTH)).isEqualTo(1);
    assertThat(database.value(SCANS)).isEqualTo(written);
    assertThat(database.value(NOT_WHOLE)).isEqualTo(0L);
  }

  @Test
  void whoWritesToAScanThatIsBeingDeletedWaitsForOneBatchAtMost() throws Exception {
    fill(40_000, "now() - INTERVAL '100 days' + n * INTERVAL '1 s'");
    try (Connection writer = database.connect();
        Statement write = writer.createStatement()) {
      write.execute("SET lock_timeout = '300 ms'");
      CompletableFuture<Void> pruning =
          inAnotherThread("CALL scanner.prune_scans(INTERVAL '30 days', 100)");
      while (!pruning.isDone()) {
        write.execute(
            "UPDATE scanner.scan_metrics SET finding_count = 1 WHERE metrics_id IN"
                + " (SELECT metrics_id FROM scanner.scan_metrics ORDER BY started_at LIMIT 300)");
      }
      pruning.get();
    }

    prune(MONTH);
    assertThat(database.value(SCANS)).isEqualTo(0L);
  }

  @Test
  void whoeverCancelsItLeavesWholeScans() throws Exception {
    int all = 10_000;
    fill(all, "now() - INTERVAL '100 days' + n * INTERVAL '1 s'");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      CompletableFuture<Void> pruning =
          CompletableFuture.runAsync(
              () -> execute(statement, "CALL scanner.prune_scans(INTERVAL '30 days', 100)"));
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (left() == all && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      statement.cancel();

      assertThatThrownBy(pruning::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("canceling statement due to user request");
    }

    assertThat(left()).isPositive().isLessThan(all);
    assertThat(left() % 100).isZero();
    assertThat(database.value(NOT_WHOLE)).isEqualTo(0L);
    assertThat(database.value(PHASES)).isEqualTo(2 * left());
  }

  @Test
  void anOlderSchemaIsSaidWithTheCommandThatMendsIt() {
    TestDatabase older = server().newDatabase();
    Migrations.byJdbc(older, MigrationScript.ALL.get(0), MigrationScript.ALL.get(1));

    assertThatThrownBy(
            () -> ScanPruning.prune(StoreDatabase.config(older.jdbcUrl()), MONTH, soFar -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("old scans could not be pruned: ")
        .hasMessageContaining("java -jar scan-metrics-agent.jar migrate");
  }

  private long left() {
    return database.value(SCANS) instanceof Long number ? number : -1;
  }

  private long prune(Duration olderThan) throws StoreException {
    return ScanPruning.prune(config(), olderThan, soFar -> {}).scans();
  }

  private PostgresConfig config() {
    return StoreDatabase.config(database.jdbcUrl());
  }

  /** On a connection of its own, each committing by itself. */
  private CompletableFuture<Void> inAnotherThread(String... statements) {
    return CompletableFuture.runAsync(
        () -> {
          try (Connection connection = database.connect();
              Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              execute(statement, sql);
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  private static void execute(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void fill(int scans, String start) {
    database.execute(insert(scans, start));
    database.execute("ANALYZE scanner.scan_metrics; ANALYZE scanner.execution_phases");
  }

  /** Of two phases each. */
  private static String insert(int scans, String start) {
    return """
        WITH s AS (
          INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at)
          SELECT gen_random_uuid(), '%s', %s, %s + INTERVAL '1 s' FROM generate_series(1, %d) AS n
          RETURNING metrics_id, started_at
        )
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, 'analyze', n, started_at, started_at FROM s, generate_series(1, 2) AS n
        """
        .formatted(TENANT, start, start, scans);
  }
}
