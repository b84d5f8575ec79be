-- What the smaller examples ask. :since is when they began.

-- Scans
SELECT attributes ->> 'scan.id' AS scan, outcome, left(artifact_digest, 15) AS artifact, finding_count, total_duration_ms,
       trace_id, span_id
FROM scanner.scan_metrics
WHERE created_at >= :since
ORDER BY started_at;

-- Phases
SELECT sm.attributes ->> 'scan.id' AS scan, phase_order, phase_name, success, error_message, duration_ms, ep.span_id
FROM scanner.execution_phases ep
JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
WHERE sm.created_at >= :since
ORDER BY sm.started_at, phase_order;
