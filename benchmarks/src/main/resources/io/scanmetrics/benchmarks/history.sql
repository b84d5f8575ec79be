-- Scans of six phases between two points of time, evenly spread over it and over 20 tenants; one in twenty is a replay,
-- one in fifty failed.
INSERT INTO scanner.scan_metrics (
  metrics_id, scan_id, tenant_id, artifact_digest, artifact_type, started_at, finished_at, t_ingest_ms, t_analyze_ms,
  t_reachability_ms, t_vex_ms, t_sign_ms, t_publish_ms, package_count, finding_count, scanner_version, is_replay,
  outcome, attempt, last_seen_at, trace_id, span_id, attributes)
SELECT
  metrics_id,
  gen_random_uuid(),
  lpad(to_hex((random() * 20)::INT %% 20), 32, '0')::UUID,
  'sha256:' || encode(sha256(metrics_id::TEXT::BYTEA), 'hex'),
  'oci_image',
  started_at,
  started_at + took,
  ms * 0.10, ms * 0.40, ms * 0.20, ms * 0.10, ms * 0.05, ms * 0.15,
  random() * 2000,
  random() * 200,
  '1.2.3',
  random() < 0.05,
  CASE WHEN random() < 0.02 THEN 'failed' ELSE 'succeeded' END,
  1,
  started_at + took,
  replace(metrics_id::TEXT, '-', ''),
  left(md5(metrics_id::TEXT), 16),
  '{"region": "eu-central-1"}'
FROM (
  SELECT
    gen_random_uuid() AS metrics_id,
    TIMESTAMPTZ '%2$s' + n * ((TIMESTAMPTZ '%3$s' - TIMESTAMPTZ '%2$s') / %1$d) AS started_at,
    ms * INTERVAL '1 ms' AS took,
    ms
  FROM (SELECT n, exp(10.8 + 0.8 * (random() + random() + random() - 1.5) * 2) AS ms
        FROM generate_series(0, %1$d - 1) AS n OFFSET 0) AS drawn
) AS scan;

INSERT INTO scanner.execution_phases (
  metrics_id, phase_name, phase_order, started_at, finished_at, success, phase_metrics, span_id)
SELECT
  metrics_id,
  phase,
  ord,
  started_at + before * (finished_at - started_at),
  started_at + (before + share) * (finished_at - started_at),
  true,
  '{"analyzer.name": "jar"}',
  left(md5(ord || metrics_id::TEXT), 16)
FROM scanner.scan_metrics
CROSS JOIN (VALUES
  ('ingest', 1, 0.00, 0.10), ('analyze', 2, 0.10, 0.40), ('reachability', 3, 0.50, 0.20), ('vex', 4, 0.70, 0.10),
  ('sign', 5, 0.80, 0.05), ('publish', 6, 0.85, 0.15)) AS phases (phase, ord, before, share)
WHERE started_at >= '%2$s' AND started_at < '%3$s';
