package io.scanmetrics.store.postgres;

import io.scanmetrics.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database all that has to be right for scans to be written to it, and writes one, which
 * stays uncommitted: the command {@code doctor}. Leaves nothing behind.
 */
public final class DatabaseCheck {
  private static final String QUERY =
      """
      SELECT current_setting('server_version'), current_user, current_database(),
             current_setting('server_encoding'), pg_is_in_recovery(),
             current_setting('transaction_read_only')::BOOLEAN
      """;

  /** What a writer does to a scan, each with its metrics id as the one parameter. */
  private static final List<String> TRIAL =
      List.of(
          """
          INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at, outcome)
          VALUES (?, gen_random_uuid(), gen_random_uuid(), now(), 'aborted')
          """,
          """
          INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at)
          VALUES (?, 'other', 1, now())
          """,
          "SELECT metrics_id FROM scanner.scan_metrics WHERE metrics_id = ? FOR UPDATE",
          "UPDATE scanner.scan_metrics SET last_seen_at = now() WHERE metrics_id = ?",
          "DELETE FROM scanner.execution_phases WHERE metrics_id = ?",
          "DELETE FROM scanner.scan_metrics WHERE metrics_id = ?");

  private DatabaseCheck() {}

  /**
   * Looks at a database, with a connection of its own.
   *
   * @throws StoreException if it cannot be asked; the message says why and what to do
   */
  public static DatabaseState check(PostgresConfig config) throws StoreException {
    ClassLoader callers = LibraryLoader.enter();
    try (Connection connection = new PostgresDataSource(config).getConnection()) {
      connection.setAutoCommit(false);
      return state(connection);
    } catch (SQLException e) {
      throw new StoreException(
          JdbcUrl.parse(config.url()).place() + " cannot be used: " + SqlFailure.explained(e), e);
    } finally {
      LibraryLoader.leave(callers);
    }
  }

  private static DatabaseState state(Connection connection) throws SQLException {
    Duration clockAhead = clockAhead(connection);
    SchemaState schema = SchemaCheck.check(connection);
    String migrationRefusal = SchemaMigration.lackingRight(connection);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(QUERY)) {
      result.next();
      boolean readOnly = result.getBoolean(6);
      return new DatabaseState(
          result.getString(1),
          result.getString(2),
          result.getString(3),
          result.getString(4),
          clockAhead,
          result.getBoolean(5),
          readOnly,
          schema,
          migrationRefusal,
          schema.isReady() && !readOnly ? refusal(connection) : null);
    } finally {
      connection.rollback();
    }
  }

  private static Duration clockAhead(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp()")) {
      Instant asked = Instant.now();
      try (ResultSet result = statement.executeQuery()) {
        Duration underway = Duration.between(asked, Instant.now());
        result.next();
        Instant there = result.getObject(1, OffsetDateTime.class).toInstant();
        return Duration.between(asked.plus(underway.dividedBy(2)), there);
      }
    }
  }

  private static @Nullable String refusal(Connection connection) {
    UUID metricsId = UUID.randomUUID();
    for (String step : TRIAL) {
      try (PreparedStatement statement = connection.prepareStatement(step)) {
        statement.setObject(1, metricsId);
        statement.execute();
      } catch (SQLException e) {
        return SqlFailure.explained(e);
      }
    }
    return null;
  }
}
