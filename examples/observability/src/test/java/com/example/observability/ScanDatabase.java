package com.example.observability;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A database with the schema, and with the scans of two tenants or without any. */
final class ScanDatabase {
  private static final Path MIGRATIONS =
      Repository.root().resolve("exporter/src/main/resources/io/scanmetrics/migration");

  private ScanDatabase() {}

  static TestDatabase empty() throws IOException {
    TestDatabase database = PostgresServer.embedded().newDatabase();
    List<Path> scripts;
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      scripts = files.sorted().toList();
    }
    for (Path script : scripts) {
      database.execute(Files.readString(script));
    }
    return database;
  }

  /**
   * Of the last day: tenant acme has 240 scans of 1 s to 240 s, whose P50 is 120.5 s, and of each
   * other outcome one; tenant 2222… has one scan of 400 s, from a program that knows the original
   * columns only.
   */
  static TestDatabase filled() throws IOException {
    TestDatabase database = empty();
    database.execute(
        """
        INSERT INTO scanner.scan_metrics
          (scan_id, tenant_id, artifact_type, started_at, finished_at, t_ingest_ms, t_analyze_ms, t_publish_ms,
           package_count, outcome, last_seen_at, trace_id, span_id, attributes)
        SELECT gen_random_uuid(), '11111111-1111-4111-8111-111111111111', 'tarball',
          now() - i * INTERVAL '5 minutes', now() - i * INTERVAL '5 minutes' + i * INTERVAL '1 second',
          i * 100, i * 700, i * 100, i, 'succeeded', now(), lpad(to_hex(i), 32, '0'), lpad(to_hex(i), 16, '0'),
          jsonb_build_object('scan.tenant.id', 'acme', 'scan.id', 'scan-' || i)
        FROM generate_series(1, 240) AS i;
        INSERT INTO scanner.scan_metrics
          (scan_id, tenant_id, started_at, finished_at, outcome, last_seen_at, last_seen_phase,
           last_seen_phase_started_at, trace_id, attributes)
        SELECT gen_random_uuid(), '11111111-1111-4111-8111-111111111111', now() - INTERVAL '10 minutes',
          CASE WHEN outcome = 'failed' THEN now() - INTERVAL '9 minutes' END, outcome, now(),
          CASE WHEN outcome <> 'failed' THEN 'analyze' END,
          CASE WHEN outcome <> 'failed' THEN now() - INTERVAL '9 minutes' END,
          lpad(outcome, 32, '0'), '{"scan.tenant.id": "acme"}'
        FROM unnest(ARRAY['failed', 'aborted', 'running']) AS outcome;
        INSERT INTO scanner.execution_phases
          (metrics_id, phase_name, phase_order, started_at, finished_at, success, error_code)
        SELECT metrics_id, phase, ord, started_at, started_at + INTERVAL '1 second' * ord,
          coalesce(outcome <> 'failed' OR phase <> 'vex', true),
          CASE WHEN outcome = 'failed' AND phase = 'vex' THEN 'NO_FEED' END
        FROM scanner.scan_metrics, unnest(ARRAY['ingest', 'analyze', 'vex']) WITH ORDINALITY AS p (phase, ord);
        INSERT INTO scanner.scan_metrics (scan_id, tenant_id, started_at, finished_at)
        VALUES (gen_random_uuid(), '22222222-2222-4222-8222-222222222222', now() - INTERVAL '1 hour',
          now() - INTERVAL '1 hour' + INTERVAL '400 seconds');
        """);
    return database;
  }
}
