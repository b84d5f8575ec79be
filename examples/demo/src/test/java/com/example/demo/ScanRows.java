package com.example.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database holds, each row by the names of its columns. */
record ScanRows(String url) {

  /** The variables that lead the agent and the scripts to it. */
  Map<String, String> environment() {
    return Map.of("SCAN_METRICS_JDBC_URL", url, "SCAN_METRICS_JDBC_USER", "postgres");
  }

  /** The rows of {@code scan_metrics}, by scan. */
  Map<UUID, Map<String, @Nullable Object>> scans() throws SQLException {
    Map<UUID, Map<String, @Nullable Object>> scans = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : rows("SELECT * FROM scanner.scan_metrics")) {
      scans.put((UUID) Objects.requireNonNull(row.get("scan_id")), row);
    }
    return scans;
  }

  /** The rows of {@code execution_phases} of a scan, in order. */
  List<Map<String, @Nullable Object>> phases(UUID scanId) throws SQLException {
    return rows(
        """
        SELECT ep.*, ep.phase_metrics ->> 'analyzer' AS analyzer FROM scanner.execution_phases ep
        JOIN scanner.scan_metrics sm ON sm.metrics_id = ep.metrics_id
        WHERE sm.scan_id = '%s'
        ORDER BY ep.phase_order
        """
            .formatted(scanId));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Any answer. Times are microseconds since the epoch, as in the scanner's log. */
  List<Map<String, @Nullable Object>> rows(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (answer.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
          row.put(answer.getMetaData().getColumnLabel(i), value(answer.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static @Nullable Object value(@Nullable Object value) {
    return value instanceof Timestamp time
        ? ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant())
        : value;
  }
}
