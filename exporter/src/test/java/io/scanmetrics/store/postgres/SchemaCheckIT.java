package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaCheckIT {
  private TestDatabase database;

  @BeforeEach
  void takeAFreshDatabase() {
    database = PostgresServer.embedded().newDatabase();
  }

  @Test
  void anEmptyDatabaseLacksTheSchema() throws SQLException {
    SchemaState state = check();

    assertThat(state.isReady()).isFalse();
    assertThat(state.version()).isZero();
    assertThat(state.message())
        .isEqualTo(
            "the database lacks schema scanner; mend it with: "
                + "java -jar scan-metrics-agent.jar migrate --jdbc-url …");
  }

  @Test
  void aSchemaWithoutTablesLacksThem() throws SQLException {
    database.execute("CREATE SCHEMA scanner");

    assertThat(check().missing())
        .contains("table scanner.scan_metrics", "table scanner.execution_phases")
        .noneMatch(missing -> missing.startsWith("column"));
  }

  @Test
  void theSeedAloneLacksWhatCameLater() throws SQLException {
    Migrations.byJdbc(database, MigrationScript.ALL.get(0));

    SchemaState state = check();

    assertThat(state.version()).isEqualTo(4);
    assertThat(state.missing())
        .containsExactly(
            "migration V005__outcome_attempt_and_trace.sql",
            "migration V006__in_flight_slo_and_pruning.sql",
            "migration V007__covering_indexes.sql",
            "column scanner.scan_metrics.attempt",
            "column scanner.scan_metrics.attributes",
            "column scanner.scan_metrics.earlier_attempts",
            "column scanner.scan_metrics.last_seen_at",
            "column scanner.scan_metrics.last_seen_phase",
            "column scanner.scan_metrics.last_seen_phase_started_at",
            "column scanner.scan_metrics.outcome",
            "column scanner.scan_metrics.span_id",
            "column scanner.scan_metrics.trace_id",
            "column scanner.execution_phases.parent_span_id",
            "column scanner.execution_phases.span_id",
            "unique index on scanner.execution_phases (metrics_id, span_id)");
    assertThat(state.message())
        .startsWith("the database lacks migration V005")
        .contains(" and 11 more; mend it with: java -jar scan-metrics-agent.jar migrate")
        .hasLineCount(1);
  }

  @Test
  void somebodyElsesSchemaLacksOurMigrations() throws SQLException {
    Migrations.bySomebodyElse(database);

    SchemaState state = check();

    assertThat(state.version()).isZero();
    assertThat(state.missing())
        .contains("migration V004__scan_metrics.sql", "column scanner.scan_metrics.outcome")
        .doesNotContain("unique index on scanner.scan_metrics (scan_id)");
  }

  @Test
  void aColumnThatSomebodyRemovedIsNamed() throws SQLException {
    Migrations.byJdbc(database);
    database.execute("ALTER TABLE scanner.scan_metrics DROP COLUMN findings_sha256");

    assertThat(check().missing()).containsExactly("column scanner.scan_metrics.findings_sha256");
  }

  @Test
  void anIndexThatNoLongerHoldsPhasesApartIsNamed() throws SQLException {
    Migrations.byJdbc(database);
    database.execute(
        """
        DROP INDEX scanner.idx_execution_phases_span;
        CREATE UNIQUE INDEX ON scanner.execution_phases (span_id, metrics_id);
        CREATE UNIQUE INDEX ON scanner.execution_phases (metrics_id, span_id) WHERE success;
        """);

    assertThat(check().missing())
        .containsExactly("unique index on scanner.execution_phases (metrics_id, span_id)");
  }

  @Test
  void aSchemaThatIsNewerIsReady() throws SQLException {
    Migrations.byJdbc(database);
    database.execute(
        """
        CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
        LANGUAGE sql IMMUTABLE AS 'SELECT 12';
        ALTER TABLE scanner.scan_metrics ADD COLUMN beyond TEXT;
        """);

    SchemaState state = check();

    assertThat(state.isReady()).isTrue();
    assertThat(state.message()).isEqualTo("the schema scanner is at version 12");
  }

  @Test
  void aUserWhoMayNotWriteIsToldTheGrantsThatMendIt() throws SQLException {
    Migrations.byJdbc(database);
    String user = "Scanner of " + database.name();
    database.execute("CREATE ROLE \"" + user + "\" LOGIN");

    SchemaState denied = check(user);
    assertThat(denied.isReady()).isFalse();
    assertThat(denied.denied())
        .contains("USAGE ON SCHEMA scanner", "INSERT ON scanner.scan_metrics")
        .contains("USAGE ON scanner.execution_phases_id_seq");

    String message = denied.message();
    database.execute(message.substring(message.indexOf("GRANT")));
    assertThat(check(user).isReady()).isTrue();
  }

  private SchemaState check() throws SQLException {
    return check("postgres");
  }

  private SchemaState check(String user) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(database.port(), database.name());
    try (Connection connection = DriverManager.getConnection(url, user, "")) {
      return SchemaCheck.check(connection);
    }
  }
}
