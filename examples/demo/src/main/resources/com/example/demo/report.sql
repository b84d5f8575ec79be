-- What the demo asks for the sake of the one who watches. :since is when it began, :tenant_id the first tenant.

-- What was scanned, in order
SELECT attributes ->> 'scan.tenant.id' AS tenant, attributes ->> 'artifact.name' AS artifact, artifact_type, outcome,
       is_replay, package_count, finding_count, total_duration_ms
FROM scanner.scan_metrics
WHERE created_at >= :since
ORDER BY started_at;

-- Where the time of the first scan went: executions of phases in order, the analyzers at the same time inside analyze
SELECT ep.phase_order, ep.phase_name, ep.phase_metrics ->> 'analyzer' AS analyzer, ep.duration_ms,
       round(100.0 * ep.duration_ms / nullif(sm.total_duration_ms, 0), 1) AS percent_of_scan
FROM scanner.execution_phases ep
JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
WHERE sm.metrics_id = (
  SELECT metrics_id FROM scanner.scan_metrics
  WHERE tenant_id = :tenant_id AND created_at >= :since
  ORDER BY started_at
  LIMIT 1
)
ORDER BY ep.phase_order;

-- What failed: a phase may fail and its scan succeed all the same
SELECT sm.attributes ->> 'artifact.name' AS artifact, sm.outcome, ep.phase_name,
       ep.phase_metrics ->> 'analyzer' AS analyzer, ep.error_code, ep.error_message
FROM scanner.execution_phases ep
JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
WHERE sm.created_at >= :since AND NOT ep.success
ORDER BY ep.started_at;

-- What tte_stats counts: neither scans that failed nor replays
SELECT count(*) AS scans, count(*) FILTER (WHERE outcome = 'failed') AS failed,
       count(*) FILTER (WHERE is_replay) AS replays,
       (SELECT sum(scan_count) FROM scanner.tte_stats WHERE tenant_id = :tenant_id) AS counted
FROM scanner.scan_metrics
WHERE tenant_id = :tenant_id;
