-- What the schema is for: the questions that an SRE asks it. :tenant_id is a variable of psql:
--
--   psql -v tenant_id="'00000000-0000-0000-0000-000000000000'" -f queries.sql

-- Time-to-Evidence by phase
SELECT metrics_id, scan_id, tte_ms, tte_seconds, ingest_percent, analyze_percent, reachability_percent, vex_percent,
       sign_percent, publish_percent
FROM scanner.scan_tte
WHERE tenant_id = :tenant_id;

-- Hourly statistics
SELECT hour_bucket, scan_count, tte_avg_ms, tte_p50_ms, tte_p95_ms, slo_p50_compliance_percent,
       slo_p95_compliance_percent
FROM scanner.tte_stats
WHERE tenant_id = :tenant_id;

-- 95th percentile of the last 7 days
SELECT scanner.tte_percentile(
  p_tenant_id := :tenant_id,
  p_percentile := 0.95,
  p_since := NOW() - INTERVAL '7 days'
);

-- Time-to-Evidence of recent scans
SELECT scan_id, tte_ms, tte_seconds
FROM scanner.scan_tte
WHERE tenant_id = :tenant_id
  AND NOT is_replay
ORDER BY started_at DESC
LIMIT 100;

-- SLO compliance of the last 24 hours
SELECT hour_bucket, slo_p50_compliance_percent, slo_p95_compliance_percent
FROM scanner.tte_stats
WHERE tenant_id = :tenant_id
  AND hour_bucket >= NOW() - INTERVAL '24 hours';

-- Phase breakdown of the last 7 days
SELECT phase_name, AVG(duration_ms) AS avg_ms, PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95_ms
FROM scanner.execution_phases ep
JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
WHERE sm.tenant_id = :tenant_id
  AND sm.started_at >= NOW() - INTERVAL '7 days'
GROUP BY phase_name
ORDER BY MIN(phase_order);

-- Scans in flight
SELECT scan_id, age_seconds, phase, last_seen_at, slo_p50_breached, slo_p95_breached
FROM scanner.scans_in_flight
WHERE tenant_id = :tenant_id
ORDER BY age_ms DESC;

-- SLO of the last 24 hours, with the scans that did not succeed
SELECT hour_bucket, scan_count, failed_count, aborted_count, running_count, tte_p95_ms, tte_p95_at_least_ms,
       slo_p50_compliance_percent, slo_p95_compliance_percent
FROM scanner.slo_stats
WHERE tenant_id = :tenant_id
  AND hour_bucket >= NOW() - INTERVAL '24 hours';

-- 95th percentile of the last 7 days, with the scans that did not succeed
SELECT tte_ms, at_least_ms, scan_count, running_count
FROM scanner.slo_percentile(p_tenant_id := :tenant_id, p_percentile := 0.95);

-- Scans of the last 24 hours that failed or died
SELECT scan_id, outcome, started_at, last_seen_at, last_seen_phase, trace_id
FROM scanner.scan_slo
WHERE tenant_id = :tenant_id
  AND started_at >= NOW() - INTERVAL '24 hours'
  AND outcome IN ('failed', 'aborted')
ORDER BY started_at DESC;
