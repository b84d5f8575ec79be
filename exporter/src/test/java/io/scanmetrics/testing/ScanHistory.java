package io.scanmetrics.testing;

import java.time.Duration;

/**
 * The scans of some days as scanners would have left them: two tenants, busier by day than by
 * night, a feed that was slow for a while, a registry that was away for a while, some scans that
 * died and some that run. The same each time, but for the moment at which it ends.
 */
public final class ScanHistory {
  /** The tenant of three quarters of the scans, named {@code acme}. */
  public static final String ACME = "13687761-6578-5e28-ad9d-8ac25eba3cba";

  private static final String SCANS =
      """
      SELECT setseed(0.42);
      CREATE TEMPORARY TABLE made AS
      SELECT scan.*,
        start > until - length * 0.30 AND start < until - length * 0.24 AS slow_feed,
        start > until - length * 0.62 AND start < until - length * 0.60 AS registry_away
      FROM (
        SELECT i, until, length, md5('scan' || i)::UUID AS metrics_id,
          until - INTERVAL '20 minutes' - (length - INTERVAL '20 minutes') * (1 - (i - 0.5 + 0.3 * sin(i * 14 * pi() / %1$d)) / %1$d) AS start,
          i %% 4 <> 0 AS acme,
          exp(0.55 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS size,
          random() AS fate
        FROM generate_series(1, %1$d) AS i, (SELECT now() AS until, %2$d * INTERVAL '1 s' AS length) AS period
      ) AS scan;
      CREATE TEMPORARY TABLE spans AS
      SELECT m.metrics_id, phase, ord, m.start, m.registry_away, m.fate,
        CASE WHEN phase = 'publish' AND (m.registry_away OR m.fate < 0.004) THEN 'failed'
             WHEN phase = 'analyze' AND m.fate BETWEEN 0.004 AND 0.008 THEN 'failed'
             WHEN phase = 'reachability' AND m.fate BETWEEN 0.008 AND 0.010 THEN 'died'
             ELSE 'ok' END AS fate_of_phase,
        round(1000 * secs * (0.8 + 0.4 * random()) * CASE
          WHEN phase IN ('analyze', 'reachability') THEN m.size ^ 1.6 ELSE m.size ^ 0.5 END * CASE
          WHEN phase = 'feed-download' AND m.slow_feed THEN 14 ELSE 1 END)::INT AS ms
      FROM made AS m
      CROSS JOIN (VALUES ('ingest', 1, 9), ('feed-download', 2, 6), ('analyze', 3, 38), ('reachability', 4, 22),
        ('vex', 5, 4), ('sign', 6, 2), ('publish', 7, 7)) AS phase (phase, ord, secs);
      DELETE FROM spans AS s USING spans AS e
      WHERE e.metrics_id = s.metrics_id AND e.fate_of_phase <> 'ok' AND s.ord > e.ord;
      CREATE TEMPORARY TABLE timed AS
      SELECT *, start + INTERVAL '1 ms' * (250 * ord
        + sum(ms) OVER (PARTITION BY metrics_id ORDER BY ord ROWS UNBOUNDED PRECEDING) - ms) AS began
      FROM spans;
      INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, artifact_type, artifact_digest, started_at,
        finished_at, outcome, last_seen_at, last_seen_phase, last_seen_phase_started_at, t_ingest_ms, t_analyze_ms,
        t_reachability_ms, t_vex_ms, t_sign_ms, t_publish_ms, scanner_version, trace_id, span_id, attributes)
      SELECT m.metrics_id, m.metrics_id, CASE WHEN m.acme THEN '%3$s' ELSE md5('globex')::UUID::TEXT END::UUID,
        CASE WHEN m.i %% 5 = 0 THEN 'directory' ELSE 'oci_image' END,
        'sha256:' || md5('a' || m.i) || md5('b' || m.i), m.start, CASE WHEN NOT s.died THEN s.ended END,
        CASE WHEN s.died THEN 'running' WHEN s.failed THEN 'failed' ELSE 'succeeded' END,
        s.ended, CASE WHEN s.died THEN 'reachability' END, CASE WHEN s.died THEN s.last_began END,
        s.ingest, s.analyze, s.reachability, s.vex, s.sign, s.publish,
        CASE WHEN m.start < m.until - m.length * 0.5 THEN '4.1.0' ELSE '4.2.0' END, replace(m.metrics_id::TEXT, '-', ''),
        left(md5(m.i::TEXT), 16),
        jsonb_build_object('scan.id', 'registry.example/team-' || m.i %% 17 || '/service-' || m.i %% 113 || ':' || m.i,
          'scan.tenant.id', CASE WHEN m.acme THEN 'acme' ELSE 'globex' END)
      FROM made AS m
      JOIN (
        SELECT metrics_id, bool_or(fate_of_phase = 'failed') AS failed, bool_or(fate_of_phase = 'died') AS died,
          max(began) AS last_began, max(began + INTERVAL '1 ms' * (ms + 300)) AS ended,
          max(ms) FILTER (WHERE phase = 'ingest') AS ingest, max(ms) FILTER (WHERE phase = 'analyze') AS analyze,
          max(ms) FILTER (WHERE phase = 'reachability' AND fate_of_phase <> 'died') AS reachability,
          max(ms) FILTER (WHERE phase = 'vex') AS vex, max(ms) FILTER (WHERE phase = 'sign') AS sign,
          max(ms) FILTER (WHERE phase = 'publish') AS publish
        FROM timed GROUP BY metrics_id
      ) AS s USING (metrics_id);
      INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at, success,
        error_code, error_message, phase_metrics, span_id)
      SELECT metrics_id, CASE WHEN phase = 'feed-download' THEN 'other' ELSE phase END, ord, began,
        began + INTERVAL '1 ms' * ms, fate_of_phase <> 'failed',
        CASE WHEN fate_of_phase = 'failed' AND phase = 'publish' THEN 'java.net.ConnectException'
             WHEN fate_of_phase = 'failed' THEN 'com.acme.scanner.MalformedLayerException' END,
        CASE WHEN fate_of_phase = 'failed' AND phase = 'publish' THEN 'Connection refused: registry.example:443'
             WHEN fate_of_phase = 'failed' THEN 'layer 3 ends within an entry' END,
        CASE WHEN phase = 'feed-download' THEN jsonb_build_object('scan.phase.name', phase) END, ord::TEXT
      FROM timed WHERE fate_of_phase <> 'died';
      DROP TABLE made, spans, timed;
      """;

  private static final String RUNNING =
      """
      INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, artifact_type, started_at, outcome, last_seen_at,
        last_seen_phase, last_seen_phase_started_at, attributes)
      SELECT md5('running' || i)::UUID, md5('running' || i)::UUID, '%2$s', 'oci_image', start, 'running', now(), 'analyze',
        start + INTERVAL '11 s', jsonb_build_object('scan.id', 'registry.example/team-3/batch:' || i, 'scan.tenant.id', 'acme')
      FROM (SELECT i, now() - i * i * INTERVAL '14 s' - INTERVAL '12 s' AS start FROM generate_series(1, %1$d) AS i) AS r;
      INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
      SELECT metrics_id, 'ingest', 1, started_at, started_at + INTERVAL '10 s' FROM scanner.scan_metrics
      WHERE outcome = 'running' AND finished_at IS NULL AND last_seen_phase = 'analyze';
      """;

  private ScanHistory() {}

  /**
   * Writes scans that started within the time before now, and at last makes PostgreSQL look at
   * them.
   *
   * @param scans that ended
   * @param running that run
   */
  public static void write(TestDatabase database, int scans, Duration length, int running) {
    database.execute(
        SCANS.formatted(scans, length.toSeconds(), ACME)
            + RUNNING.formatted(running, ACME)
            + "ANALYZE scanner.scan_metrics; ANALYZE scanner.execution_phases;");
  }
}
