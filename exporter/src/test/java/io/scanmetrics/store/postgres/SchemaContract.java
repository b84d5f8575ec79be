package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every way to the newest schema leads to, on every PostgreSQL that is supported. */
abstract class SchemaContract {
  private static final MigrationScript V004 = MigrationScript.ALL.get(0);
  private static final MigrationScript V005 = MigrationScript.ALL.get(1);
  private static final MigrationScript V006 = MigrationScript.ALL.get(2);
  private static final MigrationScript V007 = MigrationScript.ALL.get(3);

  private static final String COLUMNS =
      """
      SELECT table_name, column_name, data_type, is_nullable, is_generated, column_default
      FROM information_schema.columns
      WHERE table_schema = 'scanner' AND table_name <> 'scan_metrics_schema_history'
      ORDER BY table_name, ordinal_position
      """;

  private static final String DEFINITIONS =
      """
      SELECT viewname::TEXT, definition FROM pg_views WHERE schemaname = 'scanner'
      UNION ALL
      SELECT oid::REGPROCEDURE::TEXT, pg_get_functiondef(oid) FROM pg_proc
      WHERE pronamespace = 'scanner'::REGNAMESPACE
      UNION ALL
      SELECT indexname, indexdef FROM pg_indexes
      WHERE schemaname = 'scanner' AND tablename <> 'scan_metrics_schema_history'
      UNION ALL
      SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE conrelid IN ('scanner.scan_metrics'::REGCLASS, 'scanner.execution_phases'::REGCLASS)
      UNION ALL
      SELECT classoid || '.' || objsubid, description FROM pg_description
      WHERE objoid IN ('scanner.scan_metrics'::REGCLASS, 'scanner.execution_phases'::REGCLASS,
                       'scanner.scan_tte'::REGCLASS, 'scanner.tte_stats'::REGCLASS,
                       'scanner.scan_slo'::REGCLASS, 'scanner.slo_stats'::REGCLASS,
                       'scanner.scans_in_flight'::REGCLASS)
      ORDER BY 1, 2
      """;

  private TestDatabase database;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = server().newDatabase();
  }

  @Test
  void everyWayLeadsToTheSameSchema() {
    Migrations.byJdbc(database);
    TestDatabase flyway = server().newDatabase();
    Migrations.byFlyway(flyway);

    assertThat(schemaOf(flyway)).isEqualTo(schemaOf(database));
    assertReady(database);
  }

  @Test
  void psqlRunsTheFilesAndRunsThemAgain() {
    Migrations.byPsql(database, MigrationScript.ALL);
    List<List<@Nullable Object>> once = schemaOf(database);
    Migrations.byPsql(database, MigrationScript.ALL);

    assertThat(schemaOf(database)).isEqualTo(once);
    assertReady(database);
  }

  @Test
  void eachFileMayRunAgainAtAnyTime() {
    Migrations.byJdbc(database, V004, V004, V005, V006, V007);
    List<List<@Nullable Object>> once = schemaOf(database);
    Migrations.byJdbc(database, V007, V006, V005, V004, V004, V005, V006, V004, V007);

    assertThat(schemaOf(database)).isEqualTo(once);
  }

  @Test
  void theFirstFileAloneIsTheSeed() {
    Migrations.byJdbc(database, V004);

    assertThat(database.rows("SELECT * FROM scanner.scan_tte")).isEmpty();
    assertThat(database.value("SELECT scanner.scan_metrics_schema_version()")).isEqualTo(4);
    assertThat(database.rows(COLUMNS))
        .filteredOn(column -> "execution_phases".equals(column.get(0)))
        .extracting(column -> column.get(1) + " " + column.get(2) + " " + column.get(3))
        .containsExactly(
            "id bigint NO",
            "metrics_id uuid NO",
            "phase_name text NO",
            "phase_order integer NO",
            "started_at timestamp with time zone NO",
            "finished_at timestamp with time zone YES",
            "duration_ms integer YES",
            "success boolean NO",
            "error_code text YES",
            "error_message text YES",
            "phase_metrics jsonb YES");
  }

  @Test
  void theSeedsIndexesAreThereByTheirNames() {
    Migrations.byJdbc(database, V004);

    assertThat(database.rows("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'idx%'"))
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder(
            "idx_scan_metrics_tenant",
            "idx_scan_metrics_artifact",
            "idx_scan_metrics_started",
            "idx_scan_metrics_surface",
            "idx_scan_metrics_replay",
            "idx_scan_metrics_tenant_started",
            "idx_execution_phases_metrics",
            "idx_execution_phases_name");
  }

  @Test
  void theReferenceDescribesEveryTableAndView() throws IOException {
    Migrations.byJdbc(database);
    String readme = Files.readString(Path.of("README.md"));

    assertThat(
            database.rows(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v')"
                    + " AND relnamespace = 'scanner'::REGNAMESPACE"))
        .hasSize(7)
        .allSatisfy(row -> assertThat(readme).contains("| `scanner." + row.get(0) + "` | "));
  }

  @Test
  void flywayTwiceDoesNothingTheSecondTime() {
    assertThat(Migrations.byFlyway(database)).isEqualTo(new SchemaMigration.Migrated(4, 0, 7));
    assertThat(Migrations.byFlyway(database)).isEqualTo(new SchemaMigration.Migrated(0, 7, 7));
    assertReady(database);
  }

  @Test
  void flywayTakesOverWhatPsqlMade() {
    Migrations.byJdbc(database);
    List<List<@Nullable Object>> before = schemaOf(database);

    assertThat(Migrations.byFlyway(database).version()).isEqualTo(7);
    assertThat(schemaOf(database)).isEqualTo(before);
  }

  @Test
  void psqlMayRunAfterFlyway() {
    Migrations.byFlyway(database);
    List<List<@Nullable Object>> before = schemaOf(database);
    Migrations.byJdbc(database);

    assertThat(schemaOf(database)).isEqualTo(before);
    assertThat(Migrations.byFlyway(database).scriptsRun()).isZero();
  }

  @Test
  void aSchemaWithOtherThingsInItGetsOurs() {
    database.execute("CREATE SCHEMA scanner; CREATE TABLE scanner.queue (id INT)");

    assertThat(Migrations.byFlyway(database).version()).isEqualTo(7);
    assertReady(database);
    assertThat(database.rows("SELECT * FROM scanner.queue")).isEmpty();
  }

  @Test
  void somebodyElsesSchemaKeepsItsRowsAndGetsOurViews() {
    Migrations.bySomebodyElse(database);
    Migrations.byFlyway(database);
    TestDatabase fresh = server().newDatabase();
    Migrations.byFlyway(fresh);

    assertReady(database);
    String views =
        """
        SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'scanner' AND table_name IN ('scan_tte', 'tte_stats', 'scan_slo', 'slo_stats')
        ORDER BY table_name, ordinal_position
        """;
    assertThat(database.rows(views)).isEqualTo(fresh.rows(views));
    assertThat(
            database.rows("SELECT scan_count, slo_p50_compliance_percent FROM scanner.tte_stats"))
        .hasToString("[[1, 100.00]]");
    assertThat(
            database.value(
                """
                SELECT scanner.tte_percentile(
                  p_tenant_id := '00000000-0000-0000-0000-000000000001',
                  p_percentile := 0.95,
                  p_since := '2026-01-01')
                """))
        .isEqualTo(60_000.0);
  }

  @Test
  void somebodyElsesTablesTakeScansThatDidNotFinish() {
    Migrations.bySomebodyElse(database);
    Migrations.byJdbc(database);

    database.execute(
        """
        INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at, t_ingest_ms)
        VALUES ('00000000-0000-0000-0000-00000000000a', gen_random_uuid(), gen_random_uuid(), now(), NULL);
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at)
        VALUES ('00000000-0000-0000-0000-00000000000a', 'ingest', 1, now());
        DELETE FROM scanner.scan_metrics WHERE metrics_id = '00000000-0000-0000-0000-00000000000a';
        """);
    assertThat(database.value("SELECT count(*) FROM scanner.execution_phases")).isEqualTo(0L);
  }

  @Test
  void rowsThatContradictThemselvesAreRefused() {
    Migrations.byJdbc(database);
    String insert =
        "INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at,"
            + " artifact_type, outcome) VALUES (gen_random_uuid(), gen_random_uuid(), ";

    assertThatThrownBy(
            () -> database.execute(insert + "now(), now() - '1 s'::INTERVAL, NULL, NULL)"))
        .hasMessageContaining("scan_metrics_finished_after_start");
    assertThatThrownBy(() -> database.execute(insert + "now(), now(), 'floppy', NULL)"))
        .hasMessageContaining("scan_metrics_artifact_type_check");
    assertThatThrownBy(() -> database.execute(insert + "now(), now(), NULL, 'lost')"))
        .hasMessageContaining("scan_metrics_outcome_check");
    assertThatThrownBy(() -> database.execute(insert + "now(), now() + '25 days', NULL, NULL)"))
        .hasMessageContaining("integer out of range");
  }

  @Test
  void aPhaseThatArrivesTwiceIsOneRowAndPhasesWithoutASpanNeverCollide() {
    Migrations.byJdbc(database);
    database.execute(
        "INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at) VALUES"
            + " ('00000000-0000-0000-0000-00000000000a', gen_random_uuid(), gen_random_uuid(), now())");
    String phase =
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, span_id)
        VALUES ('00000000-0000-0000-0000-00000000000a', 'vex', %d, now(), %s)
        ON CONFLICT (metrics_id, span_id) DO UPDATE SET phase_order = excluded.phase_order
        """;

    database.execute(phase.formatted(1, "'00000000000000aa'"));
    database.execute(phase.formatted(2, "'00000000000000aa'"));
    database.execute(phase.formatted(3, "NULL"));
    database.execute(phase.formatted(3, "NULL"));

    assertThat(database.rows("SELECT phase_order FROM scanner.execution_phases ORDER BY 1"))
        .hasToString("[[2], [3], [3]]");
  }

  @Test
  void allOfSeveralThatMigrateAtOnceSucceed() throws Exception {
    int migrating = 5;
    ExecutorService threads = Executors.newFixedThreadPool(migrating);
    try {
      Callable<Integer> migration = () -> Migrations.byFlyway(database).version();
      List<Future<Integer>> versions = new ArrayList<>();
      for (int i = 0; i < migrating; i++) {
        versions.add(threads.submit(migration));
      }
      for (Future<Integer> version : versions) {
        assertThat(version.get()).isEqualTo(7);
      }
    } finally {
      threads.shutdownNow();
    }
    assertReady(database);
  }

  private static List<List<@Nullable Object>> schemaOf(TestDatabase database) {
    List<List<@Nullable Object>> all = new ArrayList<>(database.rows(COLUMNS));
    all.addAll(database.rows(DEFINITIONS));
    return all;
  }

  private static void assertReady(TestDatabase database) {
    try (Connection connection = database.connect()) {
      SchemaState state = SchemaCheck.check(connection);
      assertThat(state.isReady()).as(state.message()).isTrue();
      assertThat(state.version()).isEqualTo(7);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
