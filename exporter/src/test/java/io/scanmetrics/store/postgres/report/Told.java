package io.scanmetrics.store.postgres.report;

import io.scanmetrics.assemble.TenantId;
import io.scanmetrics.store.StoreException;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMode;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A database with a few scans around ten o'clock of one day, and the reports on them. */
final class Told {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final TestDatabase database;
  private int scans;

  Told(PostgresServer server) {
    this.database = server.newDatabase();
    try {
      SchemaMigration.migrate(database.dataSource());
    } catch (SchemaException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  TestDatabase database() {
    return database;
  }

  /**
   * A scan of the tenant acme.
   *
   * @param start after ten, as {@code 10:00}, or SQL
   * @param seconds until its end; {@code null} for none
   * @param more further columns, each as {@code name = value} in SQL
   * @return its id, as scanners give it
   */
  String scan(String start, @Nullable Number seconds, String... more) {
    return scanOf("acme", start, seconds, more);
  }

  String scanOf(String tenant, String start, @Nullable Number seconds, String... more) {
    String id = "scan-" + ++scans;
    String from = time(start);
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (String column : more) {
      columns.append(", ").append(column.replaceFirst(" = .*", ""));
      values.append(", ").append(column.replaceFirst(".*? = ", ""));
    }
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at, finished_at, attributes%s)
        VALUES (md5('%s')::UUID, md5('%2$s')::UUID, '%s', %s, %s,
          jsonb_build_object('scan.id', '%2$s', 'scan.tenant.id', '%s')%s)
        """
            .formatted(
                columns,
                id,
                TenantId.of(tenant),
                from,
                seconds == null ? "NULL" : from + " + INTERVAL '" + seconds + " s'",
                tenant,
                values));
    return id;
  }

  /** A row that stands for many executions. */
  void folded(String scan, String name, double from, double to, double sumMillis) {
    phase(scan, name, from, to, "span_id = 'folded'");
    database.execute(
        """
        UPDATE scanner.execution_phases
        SET phase_metrics = phase_metrics
          || jsonb_build_object('folded.executions', 49000, 'folded.sum_ms', %s)
        WHERE span_id = 'folded'
        """
            .formatted(sumMillis));
  }

  /**
   * An execution of a phase, within seconds of the start of its scan.
   *
   * @param name any; one that is none of the six is stored as other
   * @param more further columns, each as {@code name = value} in SQL
   */
  void phase(String scan, String name, double from, double to, String... more) {
    boolean known = name.matches("ingest|analyze|reachability|vex|sign|publish");
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (String column : more) {
      columns.append(", ").append(column.replaceFirst(" = .*", ""));
      values.append(", ").append(column.replaceFirst(".*? = ", ""));
    }
    database.execute(
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at,
          phase_metrics%s)
        SELECT metrics_id, '%s', 1 + (SELECT count(*) FROM scanner.execution_phases p WHERE p.metrics_id = s.metrics_id),
          started_at + INTERVAL '%s s', started_at + INTERVAL '%s s', %s%s
        FROM scanner.scan_metrics AS s WHERE metrics_id = md5('%s')::UUID
        """
            .formatted(
                columns,
                known ? name : "other",
                from,
                to,
                known ? "NULL" : "jsonb_build_object('scan.phase.name', '" + name + "')",
                values,
                scan));
  }

  /** From ten to noon, in two steps. */
  ScanReport report() {
    return report(null, Duration.ofHours(2), NOON);
  }

  ScanReport report(@Nullable String tenant, Duration since, @Nullable Instant until) {
    var config = new PostgresConfig(database.jdbcUrl(), null, null, null, SchemaMode.VALIDATE);
    try {
      return ScanReportReader.read(
          config, new ReportScope(tenant == null ? null : TenantId.of(tenant), since, until, 2));
    } catch (StoreException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static String time(String start) {
    return start.matches("\\d\\d:\\d\\d")
        ? "TIMESTAMPTZ '2026-03-01 %s:00+00'".formatted(start)
        : start;
  }
}
