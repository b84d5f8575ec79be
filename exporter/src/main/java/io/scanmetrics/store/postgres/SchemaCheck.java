package io.scanmetrics.store.postgres;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks a database before the first scan is written to it whether it has what is written. It looks
 * at the tables themselves, since a schema made by psql has no history, in one query to the
 * catalogue that needs no right to them.
 */
public final class SchemaCheck {
  private static final String SCANS = "scan_metrics";
  private static final String PHASES = "execution_phases";

  /** What is written beside the columns of attributes and of phases' durations. */
  private static final Set<String> FURTHER_COLUMNS =
      Set.of(
          "scan_metrics.metrics_id",
          "scan_metrics.started_at",
          "scan_metrics.finished_at",
          "scan_metrics.outcome",
          "scan_metrics.attempt",
          "scan_metrics.earlier_attempts",
          "scan_metrics.last_seen_at",
          "scan_metrics.last_seen_phase",
          "scan_metrics.last_seen_phase_started_at",
          "scan_metrics.trace_id",
          "scan_metrics.span_id",
          "scan_metrics.attributes",
          "execution_phases.metrics_id",
          "execution_phases.phase_name",
          "execution_phases.phase_order",
          "execution_phases.started_at",
          "execution_phases.finished_at",
          "execution_phases.success",
          "execution_phases.error_code",
          "execution_phases.error_message",
          "execution_phases.phase_metrics",
          "execution_phases.span_id",
          "execution_phases.parent_span_id");

  /** What a row that is written twice is found by. */
  private static final Set<String> UNIQUE_KEYS =
      Set.of(
          "scan_metrics (metrics_id)",
          "scan_metrics (scan_id)",
          "execution_phases (metrics_id, span_id)");

  private static final String QUERY =
      """
      WITH tables AS (
        SELECT c.oid, c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'scanner' AND c.relname IN ('scan_metrics', 'execution_phases')
      ), columns AS (
        SELECT t.name || '.' || a.attname AS name
        FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
        WHERE NOT a.attisdropped
      ), unique_keys AS (
        SELECT t.name || ' (' || string_agg(a.attname, ', ' ORDER BY k.position) || ')' AS name
        FROM tables t
        JOIN pg_index i ON i.indrelid = t.oid
        CROSS JOIN unnest(i.indkey::INT[]) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
          AND k.position <= i.indnkeyatts
        GROUP BY t.name, i.indexrelid
      ), denied AS (
        SELECT 'USAGE ON SCHEMA scanner' AS name FROM pg_namespace
        WHERE nspname = 'scanner' AND NOT has_schema_privilege(oid, 'USAGE')
        UNION ALL
        SELECT p.name || ' ON scanner.' || t.name
        FROM tables t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p (name)
        WHERE NOT has_table_privilege(t.oid, p.name)
        UNION ALL
        SELECT 'USAGE ON scanner.' || s.relname
        FROM tables t
        JOIN pg_depend d ON d.refobjid = t.oid AND d.classid = 'pg_class'::REGCLASS
        JOIN pg_class s ON s.oid = d.objid
        WHERE CASE WHEN s.relkind = 'S' AND d.deptype = 'a'
                   THEN NOT has_sequence_privilege(s.oid, 'USAGE') END
      )
      SELECT
        ARRAY(SELECT nspname::TEXT FROM pg_namespace WHERE nspname = 'scanner'),
        ARRAY(SELECT name::TEXT FROM tables),
        ARRAY(SELECT name FROM columns),
        ARRAY(SELECT name FROM unique_keys),
        ARRAY(SELECT name FROM denied),
        (SELECT substring(p.prosrc FROM '[0-9]+')::INT
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname = 'scanner' AND p.proname = 'scan_metrics_schema_version'),
        current_user
      """;

  private SchemaCheck() {}

  /**
   * Looks at the database of that connection, which stays as it is and the caller's.
   *
   * @throws SQLException if the database could not be asked
   */
  public static SchemaState check(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUERY);
        ResultSet result = statement.executeQuery()) {
      result.next();
      int version = result.getInt(6);
      Set<String> missing = new LinkedHashSet<>();
      if (names(result, 1).isEmpty()) {
        missing.add("schema scanner");
      } else {
        addMissingMigrations(version, missing);
        addMissingParts(names(result, 2), names(result, 3), names(result, 4), missing);
      }
      return new SchemaState(
          version,
          List.copyOf(missing),
          missing.isEmpty() ? List.copyOf(names(result, 5)) : List.of(),
          result.getString(7));
    }
  }

  private static void addMissingMigrations(int version, Set<String> missing) {
    MigrationScript.ALL.stream()
        .filter(script -> script.version() > version)
        .forEach(script -> missing.add("migration " + script.file()));
  }

  private static void addMissingParts(
      Set<String> tables, Set<String> columns, Set<String> uniqueKeys, Set<String> missing) {
    for (String table : List.of(SCANS, PHASES)) {
      if (tables.contains(table)) {
        neededColumns()
            .filter(column -> column.startsWith(table + "."))
            .filter(column -> !columns.contains(column))
            .sorted()
            .forEach(column -> missing.add("column scanner." + column));
        UNIQUE_KEYS.stream()
            .filter(key -> key.startsWith(table + " "))
            .filter(key -> !uniqueKeys.contains(key))
            .sorted()
            .forEach(key -> missing.add("unique index on scanner." + key));
      } else {
        missing.add("table scanner." + table);
      }
    }
  }

  private static Stream<String> neededColumns() {
    Stream<String> attributes = Arrays.stream(ScanAttribute.values()).map(ScanAttribute::column);
    Stream<String> durations =
        Arrays.stream(PhaseName.values()).map(PhaseName::durationColumn).filter(Objects::nonNull);
    return Stream.concat(
        FURTHER_COLUMNS.stream(),
        Stream.concat(attributes, durations).map(column -> SCANS + "." + column));
  }

  private static Set<String> names(ResultSet result, int column) throws SQLException {
    return new TreeSet<>(List.of((String[]) result.getArray(column).getArray()));
  }
}
