package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.Column.column;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Progress;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code scanner.scan_metrics}, read and written in the transaction that the connection is in. */
final class ScanTable {

  /** A row to write; {@code before} is the metrics id under which the table has it so far. */
  private record Line(UUID before, StoredScan row, Map<PhaseName, Integer> phaseMillis) {
    Line(UUID before, StoredScan row) {
      this(before, row, row.scan().phaseMillis());
    }

    Scan scan() {
      return row.scan();
    }

    Progress progress() {
      return row.scan().progress();
    }
  }

  private static final String EARLIER_ATTEMPTS = "earlier_attempts";
  private static final List<Column<Line>> COLUMNS = columns();

  private static final List<Column<Line>> KEY_AND_COLUMNS =
      Stream.concat(
              Stream.of(Column.<Line>column("metrics_id_before", "uuid", Line::before)),
              COLUMNS.stream())
          .toList();

  private static final String INSERT =
      "INSERT INTO scanner.scan_metrics ("
          + Column.names(COLUMNS)
          + ") SELECT "
          + Column.values(COLUMNS)
          + " FROM "
          + Column.unnest(COLUMNS)
          + "%s RETURNING metrics_id";

  private static final String INSERT_NEW = INSERT.formatted(" ON CONFLICT DO NOTHING");
  private static final String INSERT_ALL = INSERT.formatted("");

  /** A scan that is new has no earlier attempts. */
  private static final List<Column<Line>> COLUMNS_OF_NEW =
      COLUMNS.stream().filter(column -> !column.name().equals(EARLIER_ATTEMPTS)).toList();

  private static final String COPY = CopiedRows.command("scanner.scan_metrics", COLUMNS_OF_NEW);

  private static final String LOCK =
      "SELECT "
          + Column.names(COLUMNS)
          + " FROM scanner.scan_metrics WHERE scan_id = ANY (?) OR metrics_id = ANY (?)"
          + " ORDER BY scan_id FOR UPDATE";

  private static final String UPDATE =
      "UPDATE scanner.scan_metrics m SET "
          + COLUMNS.stream().map(ScanTable::assignment).collect(joining(", "))
          + " FROM "
          + Column.unnest(KEY_AND_COLUMNS)
          + " WHERE m.metrics_id = n.metrics_id_before";

  private static final String CLEAR_PHASE_TIMES =
      "UPDATE scanner.scan_metrics SET "
          + COLUMNS.stream()
              .map(Column::name)
              .filter(ScanTable::isPhaseTime)
              .map(name -> name + " = NULL")
              .collect(joining(", "))
          + " WHERE metrics_id = ANY (?)";

  private static final String DELETE =
      "DELETE FROM scanner.scan_metrics WHERE metrics_id = ANY (?)";

  private ScanTable() {}

  /**
   * Copies these scans, without their phases.
   *
   * @return the metrics ids of all of them
   * @throws SQLException if not all of them could be copied
   */
  static Set<UUID> copy(Connection connection, List<StoredScan> scans) throws SQLException {
    CopiedRows.send(connection, COPY, COLUMNS_OF_NEW, lines(scans));
    return scans.stream().map(StoredScan::metricsId).collect(toSet());
  }

  /**
   * Inserts these scans, without their phases, where neither metrics id nor scan id is taken.
   *
   * @return the metrics ids of those that were inserted
   */
  static Set<UUID> insertNew(Connection connection, List<StoredScan> scans) throws SQLException {
    return insert(connection, INSERT_NEW, scans);
  }

  /**
   * Inserts these scans, without their phases.
   *
   * @return the metrics ids of all of them
   * @throws SQLException if not all of them could be inserted
   */
  static Set<UUID> insertAll(Connection connection, List<StoredScan> scans) throws SQLException {
    Set<UUID> inserted = insert(connection, INSERT_ALL, scans);
    if (inserted.size() < scans.size()) {
      throw Column.swallowed();
    }
    return inserted;
  }

  private static Set<UUID> insert(Connection connection, String sql, List<StoredScan> scans)
      throws SQLException {
    if (scans.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Column.bind(statement, COLUMNS, lines(scans));
      try (ResultSet result = statement.executeQuery()) {
        Set<UUID> inserted = new HashSet<>();
        while (result.next()) {
          inserted.add(result.getObject(1, UUID.class));
        }
        return inserted;
      }
    }
  }

  /** The rows that have a metrics id or a scan id of these scans, locked, with their phases. */
  static List<StoredScan> lock(Connection connection, List<Scan> scans) throws SQLException {
    List<StoredScan> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      Column.bindIds(statement, 1, scans.stream().map(Scan::scanId).toList());
      Column.bindIds(statement, 2, scans.stream().map(Scan::metricsId).toList());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(ScanRow.read(result));
        }
      }
    }
    if (rows.isEmpty()) {
      return rows;
    }
    var phases = PhaseTable.read(connection, rows.stream().map(StoredScan::metricsId).toList());
    return rows.stream()
        .map(row -> row.withPhases(phases.getOrDefault(row.metricsId(), List.of())))
        .toList();
  }

  /** Forgets how long the phases of these scans took, before it is written anew. */
  static void clearPhaseTimes(Connection connection, List<Scan> scans) throws SQLException {
    if (scans.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(CLEAR_PHASE_TIMES)) {
      Column.bindIds(statement, 1, scans.stream().map(Scan::metricsId).toList());
      statement.executeUpdate();
    }
  }

  /** Makes rows what they shall be, without their phases. */
  static void update(Connection connection, List<Settlement.Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      Column.bind(
          statement,
          KEY_AND_COLUMNS,
          rows.stream().map(row -> new Line(row.before().metricsId(), row.after())).toList());
      statement.executeUpdate();
    }
  }

  /** Deletes the rows of these scans, whose phases are gone already. */
  static void delete(Connection connection, Collection<UUID> metricsIds) throws SQLException {
    if (metricsIds.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      Column.bindIds(statement, 1, metricsIds);
      statement.executeUpdate();
    }
  }

  private static List<Line> lines(List<StoredScan> scans) {
    return scans.stream().map(scan -> new Line(scan.metricsId(), scan)).toList();
  }

  private static List<Column<Line>> columns() {
    List<Column<Line>> columns = new ArrayList<>();
    columns.add(column("metrics_id", "uuid", line -> line.scan().metricsId()));
    columns.add(column("started_at", "timestamptz", line -> line.scan().startedAt()));
    columns.add(column("finished_at", "timestamptz", line -> line.scan().finishedAt()));
    columns.add(column("outcome", "text", line -> line.scan().outcome().text()));
    columns.add(column("attempt", "int4", line -> line.row().attempt()));
    // An array of arrays would be unnested to the last element, so each is a text of its own.
    columns.add(new Column<>(EARLIER_ATTEMPTS, "text", "::uuid[]", ScanTable::earlierAttempts));
    columns.add(column("last_seen_at", "timestamptz", line -> line.progress().lastSeenAt()));
    columns.add(column("last_seen_phase", "text", line -> line.progress().phase()));
    columns.add(
        column(
            "last_seen_phase_started_at", "timestamptz", line -> line.progress().phaseStartedAt()));
    columns.add(column("trace_id", "text", line -> known(line.scan().traceId())));
    columns.add(column("span_id", "text", line -> known(line.scan().spanId())));
    columns.add(column("attributes", "jsonb", line -> JsonText.of(line.scan().attributes())));
    for (ScanAttribute attribute : ScanAttribute.values()) {
      columns.add(
          column(attribute.column(), type(attribute), line -> value(line.scan(), attribute)));
    }
    for (PhaseName phase : PhaseName.values()) {
      String column = phase.durationColumn();
      if (column != null) {
        columns.add(column(column, "int4", line -> line.phaseMillis().get(phase)));
      }
    }
    return List.copyOf(columns);
  }

  private static String assignment(Column<Line> column) {
    String value = "n." + column.name() + column.cast();
    if (isPhaseTime(column.name())) {
      // Another program's figure is better than none, if it is of the same attempt.
      value =
          "CASE WHEN m.metrics_id = n.metrics_id THEN coalesce(%s, m.%s) ELSE %s END"
              .formatted(value, column.name(), value);
    }
    return column.name() + " = " + value;
  }

  private static boolean isPhaseTime(String column) {
    return column.startsWith("t_") && column.endsWith("_ms");
  }

  private static String type(ScanAttribute attribute) {
    return switch (attribute.kind()) {
      case ID -> "uuid";
      case COUNT -> "int4";
      case FLAG -> "bool";
      case TEXT, INDEXED_TEXT, ARTIFACT_TYPE -> "text";
    };
  }

  private static @Nullable Object value(Scan scan, ScanAttribute attribute) {
    return switch (attribute) {
      case SCAN_ID -> scan.scanId();
      case TENANT_ID -> scan.tenantId();
      default -> {
        Object value = scan.columns().get(attribute);
        yield value == null && attribute.kind() == ScanAttribute.Kind.FLAG ? (Object) false : value;
      }
    };
  }

  private static @Nullable String earlierAttempts(Line line) {
    Set<UUID> ids = line.row().earlierAttempts();
    return ids.isEmpty()
        ? null
        : ids.stream().map(UUID::toString).sorted().collect(joining(",", "{", "}"));
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }
}
