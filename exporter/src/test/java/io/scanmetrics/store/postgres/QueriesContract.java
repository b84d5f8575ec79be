package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.ScanRows.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queries that ship with the schema: that they run, what they answer, what they read. */
abstract class QueriesContract {
  private static final String QUERIES = Migrations.resource("/io/scanmetrics/queries.sql");

  private TestDatabase database;
  private ScanRows rows;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = Migrations.migrated(server());
    rows = new ScanRows(database);
  }

  @Test
  void psqlRunsThemAllWithTheTenantAsAVariable() {
    rows.scan("now() - INTERVAL '2 minutes'", "60 s");

    String output = Migrations.psql(database, QUERIES, "-v", "tenant_id='" + TENANT + "'", "-At");

    assertThat(output.lines().toList())
        .hasSize(7)
        .anyMatch("60000"::equals)
        .anyMatch(line -> line.endsWith("|60000|60.000||||||"))
        .anyMatch(line -> line.endsWith("|1|60000.00|60000|60000|100.00|100.00"));
  }

  @Test
  void recentScansAreTheLatestFirstWithoutReplays() {
    rows.scan("now() - INTERVAL '3 hours'", "1 s");
    rows.scan("now() - INTERVAL '2 hours'", "2 s", "is_replay", "true");
    rows.scan("now() - INTERVAL '1 hour'", "3 s");

    assertThat(answer("Time-to-Evidence of recent scans"))
        .extracting(row -> row.get(1))
        .containsExactly(3_000, 1_000);
  }

  @Test
  void phasesAreBrokenDownInTheOrderInWhichTheyRan() {
    rows.scan("now() - INTERVAL '1 hour'", "60 s");
    rows.scan("now() - INTERVAL '8 days'", "60 s");
    database.execute(
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, phase, position, started_at, started_at + seconds * INTERVAL '1 s'
        FROM scanner.scan_metrics,
          (VALUES ('ingest', 1, 2), ('vex', 2, 5), ('analyze', 3, 10), ('analyze', 4, 20)) AS p (phase, position, seconds)
        """);

    assertThat(answer("Phase breakdown of the last 7 days"))
        .extracting(
            row -> row.get(0) + " " + row.get(1).toString().substring(0, 4) + " " + row.get(2))
        .containsExactly("ingest 2000 2000.0", "vex 5000 5000.0", "analyze 1500 19500.0");
  }

  @Test
  void theLastDayOfATenantIsFoundWithoutReadingItsHistory() {
    fillHistory();

    for (String query :
        List.of(
            "SLO compliance of the last 24 hours",
            "SLO of the last 24 hours, with the scans that did not succeed")) {
      assertThat(plan(query))
          .containsPattern("Index Cond: .*date_bin\\(.*>= \\(now\\(\\) - ")
          .contains("idx_scan_metrics_tenant_hour")
          .doesNotContain("Seq Scan");
    }
    assertThat(plan("Scans of the last 24 hours that failed or died"))
        .containsPattern("Index Cond: .*started_at >= \\(now\\(\\) - ")
        .doesNotContain("Seq Scan");
  }

  @Test
  void percentilesOfSevenDaysDoNotReadTheHistory() throws SQLException {
    fillHistory();
    try (Connection connection = database.connect();
        Statement session = connection.createStatement()) {
      TableReads before = TableReads.of(session, "scan_metrics");

      session.execute(query("95th percentile of the last 7 days"));
      session.execute(
          query("95th percentile of the last 7 days, with the scans that did not succeed"));

      assertThat(TableReads.of(session, "scan_metrics"))
          .isEqualTo(new TableReads(before.sequential(), before.byIndex() + 2));
    }
  }

  @Test
  void whatRunsWhatDiedAndWhatItDoesToTheTargetsIsAnswered() {
    rows.scan("now() - INTERVAL '10 minutes'", "60 s");
    rows.scan("now() - INTERVAL '11 minutes'", "1 s", "outcome", "'failed'");
    rows.runningScan("now() - INTERVAL '12 minutes'", "now() - INTERVAL '11 minutes'");
    rows.runningScan("now() - INTERVAL '13 minutes'", "now()");
    rows.runningScan("now() - INTERVAL '14 minutes'", "now()");
    rows.unfinishedScan("now() - INTERVAL '25 hours'", "aborted");

    assertThat(answer("Scans in flight"))
        .extracting(row -> row.get(1).toString().substring(0, 2) + row.get(5))
        .containsExactly("84true", "78true");
    assertThat(answer("95th percentile of the last 7 days, with the scans that did not succeed"))
        .hasToString("[[null, Infinity, 6, 2]]");
    assertThat(answer("Scans of the last 24 hours that failed or died"))
        .extracting(row -> row.get(1))
        .containsExactly("failed", "aborted");
    assertThat(
            answer("SLO of the last 24 hours, with the scans that did not succeed").stream()
                .mapToLong(row -> (Long) row.get(1))
                .sum())
        .isEqualTo(5);
  }

  /** How often a table was read, as a session knows that did nothing else meanwhile. */
  private record TableReads(long sequential, long byIndex) {
    static TableReads of(Statement session, String table) throws SQLException {
      session.execute("SELECT pg_stat_force_next_flush()");
      try (ResultSet reads =
          session.executeQuery(
              "SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = '%s'"
                  .formatted(table))) {
        reads.next();
        return new TableReads(reads.getLong(1), reads.getLong(2));
      }
    }
  }

  private List<List<@Nullable Object>> answer(String name) {
    return database.rows(query(name));
  }

  /** 140 days of one tenant, a scan every ten minutes. */
  private void fillHistory() {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at)
        SELECT gen_random_uuid(), '%s', now() - n * INTERVAL '10 minutes', now() - n * INTERVAL '9 minutes'
        FROM generate_series(1, 20000) AS n
        """
            .formatted(TENANT));
    database.execute("ANALYZE scanner.scan_metrics");
  }

  private String plan(String name) {
    return database.rows("EXPLAIN " + query(name)).stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.joining("\n"));
  }

  private static String query(String name) {
    return Stream.of(QUERIES.split("\n\n"))
        .filter(paragraph -> paragraph.startsWith("-- " + name + "\n"))
        .collect(Collectors.joining())
        .replace(":tenant_id", "'" + TENANT + "'");
  }
}
