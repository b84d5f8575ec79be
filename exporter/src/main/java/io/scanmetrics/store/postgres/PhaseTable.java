package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.Column.column;
import static java.util.stream.Collectors.joining;

import io.scanmetrics.PhaseName;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code scanner.execution_phases}, read and written in the transaction that the connection is in.
 * Rows without a span id are other programs'; they are left alone.
 */
final class PhaseTable {

  /** A phase with the scan that it belongs to. */
  record Row(UUID metricsId, PhaseExecution phase) {}

  private static final List<Column<Row>> COLUMNS =
      List.of(
          column("metrics_id", "uuid", Row::metricsId),
          column("span_id", "text", row -> row.phase.spanId()),
          column("parent_span_id", "text", row -> row.phase.parentSpanId()),
          column("phase_name", "text", row -> row.phase.phase().text()),
          column("phase_order", "int4", row -> row.phase.order()),
          column("started_at", "timestamptz", row -> row.phase.startedAt()),
          column("finished_at", "timestamptz", row -> row.phase.finishedAt()),
          column("success", "bool", row -> row.phase.success()),
          column("error_code", "text", row -> row.phase.errorCode()),
          column("error_message", "text", row -> row.phase.errorMessage()),
          column("phase_metrics", "jsonb", row -> JsonText.of(row.phase.metrics())));

  private static final Set<String> KEY = Set.of("metrics_id", "span_id");

  private static final String PUT =
      "INSERT INTO scanner.execution_phases ("
          + Column.names(COLUMNS)
          + ") SELECT "
          + Column.values(COLUMNS)
          + " FROM "
          + Column.unnest(COLUMNS)
          + " ON CONFLICT (metrics_id, span_id) DO UPDATE SET "
          + COLUMNS.stream()
              .map(Column::name)
              .filter(name -> !KEY.contains(name))
              .map(name -> name + " = excluded." + name)
              .collect(joining(", "));

  private static final String COPY = CopiedRows.command("scanner.execution_phases", COLUMNS);

  private static final String READ =
      "SELECT "
          + Column.names(COLUMNS)
          + " FROM scanner.execution_phases"
          + " WHERE metrics_id = ANY (?) AND span_id IS NOT NULL AND finished_at IS NOT NULL"
          + " ORDER BY phase_order, span_id";

  private static final String DELETE =
      "DELETE FROM scanner.execution_phases WHERE metrics_id = ANY (?)";

  private static final String WITHDRAW =
      "DELETE FROM scanner.execution_phases WHERE metrics_id = ? AND span_id = ANY (?)";

  private PhaseTable() {}

  /** Copies these phases, none of which the table has. */
  static void copy(Connection connection, List<Row> rows) throws SQLException {
    CopiedRows.send(connection, COPY, COLUMNS, rows);
  }

  /** Inserts these phases, or replaces those with the same span id in the same scan. */
  static void put(Connection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      Column.bind(statement, COLUMNS, rows);
      statement.executeUpdate();
    }
  }

  /** The phases of these scans, by metrics id, each in its order. */
  static Map<UUID, List<PhaseExecution>> read(Connection connection, Collection<UUID> metricsIds)
      throws SQLException {
    Map<UUID, List<PhaseExecution>> phases = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      Column.bindIds(statement, 1, metricsIds);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          UUID metricsId = result.getObject("metrics_id", UUID.class);
          phases.computeIfAbsent(metricsId, id -> new ArrayList<>()).add(phase(result));
        }
      }
    }
    return phases;
  }

  /** Deletes all phases of these scans. */
  static void delete(Connection connection, Collection<UUID> metricsIds) throws SQLException {
    if (metricsIds.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      Column.bindIds(statement, 1, metricsIds);
      statement.executeUpdate();
    }
  }

  /** Deletes the phases that these scans have withdrawn. */
  static void withdraw(Connection connection, List<Scan> scans) throws SQLException {
    if (scans.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(WITHDRAW)) {
      for (Scan scan : scans) {
        statement.setObject(1, scan.metricsId());
        statement.setArray(2, connection.createArrayOf("text", scan.withdrawn().toArray()));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static PhaseExecution phase(ResultSet result) throws SQLException {
    return new PhaseExecution(
        result.getString("span_id"),
        result.getString("parent_span_id"),
        PhaseName.of(result.getString("phase_name")),
        result.getInt("phase_order"),
        result.getObject("started_at", OffsetDateTime.class).toInstant(),
        result.getObject("finished_at", OffsetDateTime.class).toInstant(),
        result.getBoolean("success"),
        result.getString("error_code"),
        result.getString("error_message"),
        JsonText.read(result.getString("phase_metrics")));
  }
}
