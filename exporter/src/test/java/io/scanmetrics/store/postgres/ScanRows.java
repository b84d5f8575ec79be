package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** Rows of scans as a program would write them that knows only the tables. */
final class ScanRows {
  static final String TENANT = "00000000-0000-0000-0000-000000000001";
  static final String OTHER_TENANT = "00000000-0000-0000-0000-000000000002";

  private final TestDatabase database;

  ScanRows(TestDatabase database) {
    this.database = database;
  }

  /** A scan with the seed's columns only. */
  void scan(String start, String duration) {
    insert(List.of("started_at", "finished_at"), start, duration, List.of());
  }

  /** A scan with a further column. */
  void scan(String start, String duration, String column, String value) {
    insert(List.of("started_at", "finished_at", column), start, duration, List.of(value));
  }

  /** A scan with a time for each of the six phases, in the seed's order. */
  void scanWithPhases(String start, String duration, String... millis) {
    insert(
        List.of(
            "started_at",
            "finished_at",
            "t_ingest_ms",
            "t_analyze_ms",
            "t_reachability_ms",
            "t_vex_ms",
            "t_sign_ms",
            "t_publish_ms"),
        start,
        duration,
        List.of(millis));
  }

  /** A scan of another tenant. */
  void scanOfOtherTenant(String start, String duration) {
    insertOf(OTHER_TENANT, List.of("started_at", "finished_at"), start, duration, List.of());
  }

  /** A scan without a finish. */
  void unfinishedScan(String start, String outcome) {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, outcome)
        VALUES (gen_random_uuid(), '%s', %s, '%s')
        """
            .formatted(TENANT, start, outcome));
  }

  /** A scan that says it runs, and when it last gave a sign of life; both as SQL. */
  void runningScan(String start, String lastSeen) {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, outcome, last_seen_at)
        VALUES (gen_random_uuid(), '%s', %s, 'running', %s)
        """
            .formatted(TENANT, start, lastSeen));
  }

  /** A scan of a program that knows only the seed's columns and has not written its end yet. */
  void openScan(String start) {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at)
        VALUES (gen_random_uuid(), '%s', %s)
        """
            .formatted(TENANT, start));
  }

  private void insert(List<String> columns, String start, String duration, List<String> values) {
    insertOf(TENANT, columns, start, duration, values);
  }

  private void insertOf(
      String tenant, List<String> columns, String start, String duration, List<String> values) {
    List<String> all = new ArrayList<>();
    all.add(start);
    all.add("%s + INTERVAL '%s'".formatted(start, duration));
    all.addAll(values);
    database.execute(
        "INSERT INTO scanner.scan_metrics (scan_id, tenant_id, %s) VALUES (gen_random_uuid(), '%s', %s)"
            .formatted(String.join(", ", columns), tenant, String.join(", ", all)));
  }
}
