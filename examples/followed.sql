-- What a scanner that was followed left behind. :since is when that began.

-- The scan
SELECT artifact_type, scanner_version, outcome, package_count, finding_count, total_duration_ms, t_ingest_ms,
       t_analyze_ms, t_reachability_ms, t_publish_ms
FROM scanner.scan_metrics
WHERE created_at >= :since;

-- Its phases: how often each ran, and how long; executions at the same time add up, and one inside another counts twice
SELECT ep.phase_name, count(*) AS executions, count(*) FILTER (WHERE NOT ep.success) AS failed,
       extract(epoch FROM sum(ep.finished_at - ep.started_at)) AS seconds_added_up,
       extract(epoch FROM max(ep.finished_at - ep.started_at)) AS longest_seconds
FROM scanner.execution_phases ep
JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
WHERE sm.created_at >= :since
GROUP BY ep.phase_name
ORDER BY min(ep.phase_order);
