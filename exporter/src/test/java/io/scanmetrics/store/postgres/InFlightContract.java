package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.ScanRows.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs now, as far as the tables can tell, and that it is found without reading what ran. */
abstract class InFlightContract {
  private static final String FLIGHT =
      """
      SELECT round(age_ms / 10000.0) * 10, slo_p50_breached, slo_p95_breached
      FROM scanner.scans_in_flight ORDER BY age_ms
      """;

  private static final String PHASES =
      "SELECT phase, phase_finished_at IS NULL, phase_count FROM scanner.scans_in_flight";

  private TestDatabase database;
  private ScanRows rows;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = Migrations.migrated(server());
    rows = new ScanRows(database);
  }

  @Test
  void onlyScansThatRunAreInFlight() {
    rows.runningScan("now() - INTERVAL '10 s'", "now()");
    rows.runningScan("now() - INTERVAL '150 s'", "now() - INTERVAL '20 s'");
    rows.runningScan("now() - INTERVAL '1000 s'", "now()");
    rows.openScan("now() - INTERVAL '310 s'");
    rows.runningScan("now() - INTERVAL '200 s'", "now() - INTERVAL '90 s'");
    rows.openScan("now() - INTERVAL '25 days'");
    rows.unfinishedScan("now() - INTERVAL '10 s'", "aborted");
    rows.scan("now() - INTERVAL '60 s'", "10 s");
    rows.scan("now() - INTERVAL '60 s'", "10 s", "outcome", "'failed'");

    assertThat(database.rows(FLIGHT))
        .hasToString(
            "[[10, false, false], [150, true, false], [310, true, true], [1000, true, true]]");
  }

  @Test
  void aClockThatIsAheadMakesNoNegativeAge() {
    rows.runningScan("now() + INTERVAL '30 s'", "now() + INTERVAL '40 s'");

    assertThat(database.rows("SELECT age_ms, age_seconds FROM scanner.scans_in_flight"))
        .hasToString("[[0, 0.000]]");
  }

  @Test
  void beforeItsFirstPhaseEndsAScanHasNone() {
    rows.runningScan("now() - INTERVAL '100 s'", "now()");

    assertThat(database.rows(PHASES)).hasToString("[[null, true, 0]]");
  }

  @Test
  void thePhaseIsTheOneThatEndedLast() {
    rows.runningScan("now() - INTERVAL '100 s'", "now()");
    phase("ingest", 1, 0, "20");
    phase("analyze", 2, 20, "80");
    phase("vex", 3, 30, "40");

    assertThat(database.rows(PHASES)).hasToString("[[analyze, false, 3]]");
  }

  @Test
  void thePhaseOfTheLastSignOfLifeIsTheOneThatRuns() {
    rows.runningScan("now() - INTERVAL '100 s'", "now()");
    phase("ingest", 1, 0, "20");
    database.execute(
        "UPDATE scanner.scan_metrics SET last_seen_phase = 'analyze',"
            + " last_seen_phase_started_at = started_at + INTERVAL '20 s'");

    assertThat(database.rows(PHASES)).hasToString("[[analyze, true, 1]]");
    assertThat(
            database.value(
                "SELECT phase_started_at - started_at = '20 s' FROM scanner.scans_in_flight"))
        .isEqualTo(true);
  }

  @Test
  void aPhaseThatSomebodyWroteWithoutItsEndIsTheOneThatRuns() {
    rows.runningScan("now() - INTERVAL '100 s'", "now()");
    phase("ingest", 1, 0, "20");
    phase("analyze", 2, 20, "NULL");

    assertThat(database.rows(PHASES)).hasToString("[[analyze, true, 2]]");
  }

  @Test
  void aPhaseOfAnyOtherNameHasItsOwn() {
    rows.runningScan("now() - INTERVAL '100 s'", "now()");
    phase("other", 1, 0, "20");
    database.execute(
        "UPDATE scanner.execution_phases SET phase_metrics = '{\"scan.phase.name\": \"unpack\"}'");

    assertThat(database.rows(PHASES)).hasToString("[[unpack, false, 1]]");
  }

  @Test
  void whatRunsIsFoundWithoutReadingWhatRan() {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at, outcome)
        SELECT gen_random_uuid(), '%s', now() - n * INTERVAL '1 minute', now() - n * INTERVAL '59 s', 'succeeded'
        FROM generate_series(1, 20000) AS n;
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, 'analyze', 1, started_at, finished_at FROM scanner.scan_metrics
        """
            .formatted(TENANT));
    rows.runningScan("now()", "now()");
    database.execute("ANALYZE scanner.scan_metrics; ANALYZE scanner.execution_phases");

    assertThat(plan("SELECT * FROM scanner.scans_in_flight"))
        .contains("idx_scan_metrics_running")
        .doesNotContain("Seq Scan");
    assertThat(plan("SELECT * FROM scanner.scans_in_flight WHERE tenant_id = '" + TENANT + "'"))
        .containsPattern("idx_scan_metrics_running.*\\n *Index Cond: \\(tenant_id = ")
        .doesNotContain("Seq Scan");
  }

  @Test
  void aSignOfLifeTouchesNoIndex() throws SQLException {
    rows.runningScan("now()", "now()");
    try (Connection connection = database.connect();
        Statement session = connection.createStatement()) {
      session.execute("UPDATE scanner.scan_metrics SET last_seen_at = now(), t_ingest_ms = 5");
      session.execute("SELECT pg_stat_force_next_flush()");
      try (ResultSet updates =
          session.executeQuery(
              "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables"
                  + " WHERE relname = 'scan_metrics'")) {
        updates.next();
        assertThat(updates.getLong(1)).isEqualTo(1);
        assertThat(updates.getLong(2)).isEqualTo(1);
      }
    }
  }

  private void phase(String name, int order, int fromSeconds, String toSeconds) {
    database.execute(
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, '%s', %d, started_at + %d * INTERVAL '1 s', started_at + %s * INTERVAL '1 s'
        FROM scanner.scan_metrics
        """
            .formatted(name, order, fromSeconds, toSeconds));
  }

  private String plan(String query) {
    return database.rows("EXPLAIN " + query).stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.joining("\n"));
  }
}
