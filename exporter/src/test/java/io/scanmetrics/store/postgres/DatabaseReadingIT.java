package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.store.StoreException;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseReadingIT {
  private final TestDatabase database = PostgresServer.embedded().newDatabase();

  @Test
  void nothingCanBeWrittenWhileLooking() {
    Migrations.byJdbc(database);

    assertThatThrownBy(() -> ask("CREATE TABLE t (c INT)"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void aQuestionThatTakesTooLongIsGivenUpWithWhatHelps() {
    Migrations.byJdbc(database);

    assertThatThrownBy(
            () ->
                DatabaseReading.read(
                    config("postgres"),
                    Duration.ofMillis(200),
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        return statement.execute("SELECT pg_sleep(60)");
                      }
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ask for a shorter time or one tenant");
  }

  @Test
  void aDatabaseWithoutTheSchemaIsToldTheCommandThatMendsIt() {
    assertThatThrownBy(() -> ask("SELECT 1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("schema scanner")
        .hasMessageContaining("scan-metrics-agent.jar migrate");
  }

  @Test
  void whoMayOnlyReadMayLookAndWhoMayNotIsToldWhatItTakes() throws StoreException {
    Migrations.byJdbc(database);
    String user = "reader_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN; GRANT USAGE ON SCHEMA scanner TO " + user);
    String sql = "SELECT count(*)::INT FROM scanner.scan_slo, scanner.execution_phases";

    assertThatThrownBy(
            () -> DatabaseReading.read(config(user), c -> number(c.createStatement(), sql)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("needs USAGE on schema scanner, and SELECT");

    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA scanner TO " + user);
    int rows = DatabaseReading.read(config(user), c -> number(c.createStatement(), sql));
    assertThat(rows).isZero();
  }

  private int ask(String sql) throws StoreException {
    return DatabaseReading.read(config("postgres"), c -> number(c.createStatement(), sql));
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (statement;
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }

  private PostgresConfig config(String user) {
    String url = database.jdbcUrl().replaceFirst("\\?.*", "");
    return new PostgresConfig(url, user, null, null, SchemaMode.VALIDATE);
  }
}
