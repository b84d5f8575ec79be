package com.example.demo;

import com.example.demo.SqlFile.Query;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Prints what the scans of a demo left in the database: first its own questions, then others. */
final class Report {
  private static final String CLOCK = "SELECT clock_timestamp()::TEXT";

  private final Connection connection;
  private final String since;
  private final String tenant;
  private final PrintStream out;

  /**
   * A report of what was written since a {@link #clock} time.
   *
   * @param tenant as the scanner names it
   */
  Report(Connection connection, String since, String tenant, PrintStream out) {
    this.connection = connection;
    this.since = since;
    this.tenant = tenant;
    this.out = out;
  }

  /** The time of the database, as text that it understands. */
  static String clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(CLOCK)) {
      answer.next();
      return answer.getString(1);
    }
  }

  /** Prints the answers, or says that not all scans are there. */
  void print(int expectedScans, List<Query> queries) throws SQLException, DemoException {
    String arrived =
        one("SELECT count(*)::TEXT FROM scanner.scan_metrics WHERE created_at >= ?::TIMESTAMPTZ");
    if (!arrived.equals(String.valueOf(expectedScans))) {
      throw new DemoException(
          1, "of " + expectedScans + " scans " + arrived + " are in the database");
    }
    String tenantId =
        one(
            """
            SELECT tenant_id::TEXT FROM scanner.scan_metrics
            WHERE created_at >= ?::TIMESTAMPTZ AND attributes ->> 'scan.tenant.id' = '%s' LIMIT 1
            """
                .formatted(tenant));
    for (Query query : SqlFile.shipped("report.sql")) {
      answer(query, tenantId);
    }
    out.printf(
        "---- The queries that ship with the schema, for tenant %s (%s)%n%n", tenant, tenantId);
    for (Query query : queries) {
      answer(query, tenantId);
    }
    out.flush();
  }

  /** Prints what queries say of what was written since then, of any tenant. */
  static void rows(Connection connection, String since, List<Query> queries, PrintStream out)
      throws SQLException {
    for (Query query : queries) {
      answer(connection, query, query.statement().replace(":since", "'" + since + "'"), out);
    }
    out.flush();
  }

  private void answer(Query query, String tenantId) throws SQLException {
    String sql =
        query
            .statement()
            .replace(":tenant_id", "'" + tenantId + "'")
            .replace(":since", "'" + since + "'");
    answer(connection, query, sql, out);
  }

  private static void answer(Connection connection, Query query, String sql, PrintStream out)
      throws SQLException {
    out.println(query.title());
    out.println();
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      out.println(Table.of(answer));
    }
  }

  private String one(String sql) throws SQLException, DemoException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, since);
      try (ResultSet answer = statement.executeQuery()) {
        if (!answer.next()) {
          throw new DemoException(1, "there is no scan of tenant " + tenant);
        }
        return answer.getString(1);
      }
    }
  }
}
