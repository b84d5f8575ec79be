package io.scanmetrics.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One database of a {@link PostgresServer}, for one test. Nothing needs to be closed: it goes with
 * its server.
 */
public final class TestDatabase {
  private final int port;
  private final String name;

  TestDatabase(int port, String name) {
    this.port = port;
    this.name = name;
  }

  /** For {@code scan.metrics.jdbc.url}: names the user, and needs no password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, name);
  }

  /** Without a pool; every connection is a new one. */
  public DataSource dataSource() {
    var dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl());
    return dataSource;
  }

  /** A new connection, the caller's to close. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  /** As {@link #connect}, as that user. */
  public Connection connectAs(String user) throws SQLException {
    var dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl());
    return dataSource.getConnection(user, null);
  }

  /** Its name on the server. */
  public String name() {
    return name;
  }

  /** The TCP port of the server on the loopback interface. */
  public int port() {
    return port;
  }

  /** Runs one or more statements on a connection of their own, committing each. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage() + "\nin: " + sql, e);
    }
  }

  /** All rows of one query; each value as the driver's {@code getObject} gives it. */
  public List<List<@Nullable Object>> rows(String sql) {
    return rows(sql, "UTC");
  }

  /** All rows of one query in a session of that time zone. */
  public List<List<@Nullable Object>> rows(String sql, String timeZone) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE '" + timeZone + "'");
      try (ResultSet result = statement.executeQuery(sql)) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage() + "\nin: " + sql, e);
    }
  }

  /** The one value of a query that gives one row of one column; {@code null} for NULL. */
  public @Nullable Object value(String sql) {
    List<List<@Nullable Object>> rows = rows(sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalStateException("not one value: " + rows + "\nin: " + sql);
    }
    return rows.get(0).get(0);
  }

  @Override
  public String toString() {
    return jdbcUrl();
  }

  private static List<@Nullable Object> row(ResultSet result) throws SQLException {
    @Nullable Object[] values = new Object[result.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = result.getObject(i + 1);
    }
    return Arrays.asList(values);
  }
}
