package io.scanmetrics.store.postgres.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The look at the database in which a report is read: its connection, which stays the caller's, and
 * the scope as SQL. The scope stands in the statements as literals, made of times and UUIDs only,
 * so that the planner sees what it is to find, and groups by what it selects.
 */
record Look(Connection connection, Period period, @Nullable UUID tenant) {

  /** Makes something of the row that a result stands at. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The scans of the period and of the tenant: a condition on the columns of any table or view. */
  String scope() {
    return "started_at >= %s AND started_at < %s%s"
        .formatted(literal(period.from()), literal(period.to()), ofTenant());
  }

  /** The scans of the tenant that started before the period's end, however long ago. */
  String everUntilThen() {
    return "started_at < %s%s".formatted(literal(period.to()), ofTenant());
  }

  /** The step of the period that a scan belongs to: its start, as an expression. */
  String step() {
    return "date_bin(INTERVAL '%d ms', started_at, %s)"
        .formatted(period.step().toMillis(), literal(Period.ORIGIN));
  }

  private String ofTenant() {
    return tenant == null ? "" : " AND tenant_id = UUID '%s'".formatted(tenant);
  }

  private static String literal(Instant time) {
    return "TIMESTAMPTZ '%s'".formatted(time);
  }

  /**
   * All rows of a query.
   *
   * @param parameters each as {@link PreparedStatement#setObject(int, Object)} takes it
   */
  <T> List<T> rows(String sql, Row<T> row, Object... parameters) throws SQLException {
    return rows(connection, sql, row, parameters);
  }

  /** As {@link #rows}, before the period is known. */
  static <T> List<T> rows(Connection connection, String sql, Row<T> row, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    }
  }

  /**
   * All rows of a query that joins what it has just made, of which the planner knows so little that
   * it may take it for a few rows and go through all pairs of them. That way is closed here.
   */
  <T> List<T> joiningAll(String sql, Row<T> row) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_nestloop = off");
      List<T> rows = rows(sql, row);
      statement.execute("SET LOCAL enable_nestloop = on");
      return rows;
    }
  }

  /** The one row of a query. */
  <T> T row(String sql, Row<T> row) throws SQLException {
    return rows(sql, row).get(0);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
