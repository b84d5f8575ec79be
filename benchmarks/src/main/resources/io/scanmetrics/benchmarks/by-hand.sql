-- The same rows in tables of their own, with the best index for each query and no other.
DROP SCHEMA IF EXISTS by_hand CASCADE;
CREATE SCHEMA by_hand;
CREATE TABLE by_hand.scan_metrics AS SELECT * FROM scanner.scan_metrics ORDER BY started_at;
CREATE TABLE by_hand.execution_phases AS SELECT * FROM scanner.execution_phases ORDER BY id;
CREATE INDEX ON by_hand.scan_metrics (tenant_id, started_at DESC) INCLUDE (scan_id, total_duration_ms)
  WHERE finished_at IS NOT NULL AND NOT is_replay;
CREATE INDEX ON by_hand.scan_metrics (tenant_id, started_at) INCLUDE (total_duration_ms)
  WHERE finished_at IS NOT NULL AND NOT is_replay AND (outcome IS NULL OR outcome = 'succeeded');
CREATE INDEX ON by_hand.scan_metrics (tenant_id, started_at) INCLUDE (metrics_id);
CREATE INDEX ON by_hand.execution_phases (metrics_id) INCLUDE (phase_name, phase_order, duration_ms);
VACUUM ANALYZE by_hand.scan_metrics;
VACUUM ANALYZE by_hand.execution_phases;
