-- What a scan came to, how often it was tried, and the trace that it was seen in: columns beyond the seed's, for
-- `psql -v ON_ERROR_STOP=1 -f` and Flyway as V004, after it, and again. Rows written by programs that know only the
-- seed's columns stay insertable and count.

ALTER TABLE scanner.scan_metrics
  ADD COLUMN IF NOT EXISTS outcome TEXT
    CONSTRAINT scan_metrics_outcome_check CHECK (outcome IN ('running', 'succeeded', 'failed', 'aborted')),
  ADD COLUMN IF NOT EXISTS attempt INT NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS earlier_attempts UUID[],
  ADD COLUMN IF NOT EXISTS last_seen_at TIMESTAMPTZ,
  ADD COLUMN IF NOT EXISTS trace_id TEXT,
  ADD COLUMN IF NOT EXISTS span_id TEXT,
  ADD COLUMN IF NOT EXISTS attributes JSONB;

ALTER TABLE scanner.execution_phases
  ADD COLUMN IF NOT EXISTS span_id TEXT,
  ADD COLUMN IF NOT EXISTS parent_span_id TEXT;

-- A phase that arrives twice is one row. Rows without a span id, written by other programs, never collide.
-- The further columns let a phase breakdown be answered from the index alone.
CREATE UNIQUE INDEX IF NOT EXISTS idx_execution_phases_span
  ON scanner.execution_phases (metrics_id, span_id) INCLUDE (phase_name, phase_order, duration_ms);

-- Serves hour_bucket of tte_stats: the last hours of a tenant are found without reading its history. The expression
-- must be the view's to the letter.
CREATE INDEX IF NOT EXISTS idx_scan_metrics_tenant_hour ON scanner.scan_metrics
  (tenant_id, date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'));

COMMENT ON TABLE scanner.scan_metrics IS
  'One row per scan, its latest attempt. Durations are whole milliseconds of wall-clock time, rounded down.';
COMMENT ON COLUMN scanner.scan_metrics.metrics_id IS
  'The trace id read as a UUID where the scan is the root of its trace, else derived from trace_id and span_id';
COMMENT ON COLUMN scanner.scan_metrics.scan_id IS
  'The scanner''s own id; one that is not a UUID became a version-5 UUID, its text is in attributes';
COMMENT ON COLUMN scanner.scan_metrics.tenant_id IS
  'Whose scan it is; a name that is not a UUID became a version-5 UUID, its text is in attributes';
COMMENT ON COLUMN scanner.scan_metrics.finished_at IS 'NULL while the scan runs, and for good if it was cut off';
COMMENT ON COLUMN scanner.scan_metrics.total_duration_ms IS
  'Milliseconds from start to finish, which is the Time-to-Evidence (TTE); NULL without a finish';
COMMENT ON COLUMN scanner.scan_metrics.t_ingest_ms IS
  'Milliseconds in which at least one execution of this phase ran, less those of other phases inside it; NULL if '
  'none ran. The same holds for the other t_ columns, so that those of one scan that run one after another add up to '
  'its duration at most.';
COMMENT ON COLUMN scanner.scan_metrics.is_replay IS
  'A scan made again from its manifest; left out of tte_stats and tte_percentile';
COMMENT ON COLUMN scanner.scan_metrics.created_at IS 'When the row was first written, by the clock of the database';
COMMENT ON COLUMN scanner.scan_metrics.outcome IS
  'running, succeeded, failed or aborted (its JVM ended before it did); NULL, written by other programs, counts as '
  'succeeded once finished';
COMMENT ON COLUMN scanner.scan_metrics.attempt IS 'From 1; counts the starts of the same scan_id';
COMMENT ON COLUMN scanner.scan_metrics.earlier_attempts IS
  'The metrics_id of each attempt that this row took the place of; NULL if none';
COMMENT ON COLUMN scanner.scan_metrics.last_seen_at IS 'When the scanner was last known to work on this scan';
COMMENT ON COLUMN scanner.scan_metrics.trace_id IS '32 lower-case hexadecimal digits; NULL if it was not traced';
COMMENT ON COLUMN scanner.scan_metrics.span_id IS 'Of the scan''s own span, 16 lower-case hexadecimal digits';
COMMENT ON COLUMN scanner.scan_metrics.attributes IS 'What the scan''s span carried that has no column';

COMMENT ON TABLE scanner.execution_phases IS
  'One row per execution of a phase; executions of one scan may overlap, so their durations may add up to more than it';
COMMENT ON COLUMN scanner.execution_phases.phase_order IS 'From 1, by start within the scan';
COMMENT ON COLUMN scanner.execution_phases.duration_ms IS
  'Whole milliseconds from start to finish, rounded down; NULL without a finish';
COMMENT ON COLUMN scanner.execution_phases.error_code IS 'Of a failed phase, often the class of the exception';
COMMENT ON COLUMN scanner.execution_phases.phase_metrics IS
  'What the phase''s span carried that has no column; for other, also the phase''s own name';
COMMENT ON COLUMN scanner.execution_phases.span_id IS
  '16 lower-case hexadecimal digits, unique within the scan; NULL if it was not traced';
COMMENT ON COLUMN scanner.execution_phases.parent_span_id IS
  'The span_id of the phase that this one ran inside; NULL if it ran in the scan itself';

-- Replaced in one statement so that readers never see them half replaced; those of a later version stay.
DO $views$
BEGIN
  IF scanner.scan_metrics_schema_version() > 5 THEN
    RETURN;
  END IF;

  CREATE OR REPLACE VIEW scanner.scan_tte AS
  SELECT
    metrics_id,
    scan_id,
    total_duration_ms AS tte_ms,
    round(total_duration_ms / 1000.0, 3) AS tte_seconds,
    trunc(100.0 * t_ingest_ms / nullif(total_duration_ms, 0), 2) AS ingest_percent,
    trunc(100.0 * t_analyze_ms / nullif(total_duration_ms, 0), 2) AS analyze_percent,
    trunc(100.0 * t_reachability_ms / nullif(total_duration_ms, 0), 2) AS reachability_percent,
    trunc(100.0 * t_vex_ms / nullif(total_duration_ms, 0), 2) AS vex_percent,
    trunc(100.0 * t_sign_ms / nullif(total_duration_ms, 0), 2) AS sign_percent,
    trunc(100.0 * t_publish_ms / nullif(total_duration_ms, 0), 2) AS publish_percent,
    tenant_id,
    is_replay,
    started_at,
    finished_at,
    artifact_type,
    artifact_digest,
    surface_id,
    scanner_version,
    outcome,
    attempt,
    trace_id,
    span_id
  FROM scanner.scan_metrics
  WHERE finished_at IS NOT NULL;

  CREATE OR REPLACE VIEW scanner.tte_stats AS
  SELECT
    date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS hour_bucket,
    count(*) AS scan_count,
    round(avg(total_duration_ms), 2) AS tte_avg_ms,
    percentile_cont(0.50) WITHIN GROUP (ORDER BY total_duration_ms) AS tte_p50_ms,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY total_duration_ms) AS tte_p95_ms,
    round(100.0 * count(*) FILTER (WHERE total_duration_ms < 120000) / count(*), 2) AS slo_p50_compliance_percent,
    round(100.0 * count(*) FILTER (WHERE total_duration_ms < 300000) / count(*), 2) AS slo_p95_compliance_percent,
    tenant_id
  FROM scanner.scan_metrics
  WHERE finished_at IS NOT NULL AND NOT is_replay AND (outcome IS NULL OR outcome = 'succeeded')
  GROUP BY tenant_id, date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00');

  -- In plpgsql because PostgreSQL before 18 plans a function in SQL without its arguments, and then reads everything.
  CREATE OR REPLACE FUNCTION scanner.tte_percentile(
    p_tenant_id UUID,
    p_percentile DOUBLE PRECISION,
    p_since TIMESTAMPTZ DEFAULT now() - INTERVAL '7 days'
  ) RETURNS DOUBLE PRECISION
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $percentile$
  BEGIN
    RETURN (
      SELECT percentile_cont(p_percentile) WITHIN GROUP (ORDER BY total_duration_ms)
      FROM scanner.scan_metrics
      WHERE tenant_id = p_tenant_id
        AND started_at >= p_since
        AND finished_at IS NOT NULL
        AND NOT is_replay
        AND (outcome IS NULL OR outcome = 'succeeded')
    );
  END
  $percentile$;

  COMMENT ON VIEW scanner.scan_tte IS
    'Time-to-Evidence of every finished scan, whatever its outcome, replays included: in milliseconds and seconds, and '
    'what percentage of it each phase took, cut to two digits (NULL if the phase did not run or the scan took no time)';
  COMMENT ON VIEW scanner.tte_stats IS
    'Per tenant and whole hour of UTC, by start: how many scans succeeded, replays left out, their Time-to-Evidence in '
    'milliseconds, and what percentage took less than 120 s (slo_p50) and less than 300 s (slo_p95). Hours without '
    'such a scan have no row.';
  COMMENT ON FUNCTION scanner.tte_percentile(UUID, DOUBLE PRECISION, TIMESTAMPTZ) IS
    'Time-to-Evidence in milliseconds that the fraction p_percentile (0 to 1) of a tenant''s scans do not exceed, '
    'interpolated; the same scans as in tte_stats, started since p_since. NULL without any.';

  CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT 5';
  COMMENT ON FUNCTION scanner.scan_metrics_schema_version() IS
    'The newest migration that was applied, whether by Flyway or by psql';
END
$views$;
