package io.scanmetrics.store.postgres;

import io.scanmetrics.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * One look at the database for people who ask it something: all statements see the same moment,
 * nothing is written, and no statement may keep the database busy for longer than {@link #LONGEST}.
 */
public final class DatabaseReading {
  /** What a single statement may take. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /**
   * Times are told in UTC whoever asks; compiling queries that run once costs more than it saves.
   */
  private static final String SETTINGS =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
      SET LOCAL TIME ZONE 'UTC';
      SET LOCAL jit = off;
      SET LOCAL work_mem = '64MB';
      SET LOCAL statement_timeout = %d;
      """;

  private DatabaseReading() {}

  /** What is asked within one look. */
  public interface Questions<T> {
    /**
     * Asks.
     *
     * @param connection inside a transaction; stays the caller's
     */
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Connects, looks once, and disconnects.
   *
   * @throws StoreException if there is no answer; the message says what to do, on one line
   */
  public static <T> T read(PostgresConfig config, Questions<T> questions) throws StoreException {
    return read(config, LONGEST, questions);
  }

  static <T> T read(PostgresConfig config, Duration longest, Questions<T> questions)
      throws StoreException {
    try (Connection connection = PostgresDataSource.patient(config).getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(SETTINGS.formatted(longest.toMillis()));
      }
      SchemaState schema = SchemaCheck.check(connection);
      if (!schema.missing().isEmpty()) {
        throw new StoreException(schema.message(), null);
      }
      T answer = questions.ask(connection);
      connection.rollback();
      return answer;
    } catch (SQLException e) {
      throw new StoreException(explained(e, longest), e);
    }
  }

  private static String explained(SQLException e, Duration longest) {
    return switch (String.valueOf(e.getSQLState())) {
      case "57014" ->
          "the database took longer than %d s for one question; ask for a shorter time or one tenant"
              .formatted(longest.toSeconds());
      case "42501" ->
          SqlFailure.message(e)
              + "; its user needs USAGE on schema scanner, and SELECT on its tables and views";
      default -> SqlFailure.explained(e);
    };
  }
}
