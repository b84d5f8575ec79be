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
CREATE UNIQUE INDEX IF NOT EXISTS idx_execution_phases_span ON scanner.execution_phases (metrics_id, span_id);

-- Serves hour_bucket of tte_stats: the last hours of a tenant are found without reading its history. The expression
-- must be the view's to the letter.
CREATE INDEX IF NOT EXISTS idx_scan_metrics_tenant_hour ON scanner.scan_metrics
  (tenant_id, date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'));

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

  CREATE OR REPLACE FUNCTION scanner.tte_percentile(
    p_tenant_id UUID,
    p_percentile DOUBLE PRECISION,
    p_since TIMESTAMPTZ DEFAULT now() - INTERVAL '7 days'
  ) RETURNS DOUBLE PRECISION
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $percentile$
    SELECT percentile_cont(p_percentile) WITHIN GROUP (ORDER BY total_duration_ms)
    FROM scanner.scan_metrics
    WHERE tenant_id = p_tenant_id
      AND started_at >= p_since
      AND finished_at IS NOT NULL
      AND NOT is_replay
      AND (outcome IS NULL OR outcome = 'succeeded')
  $percentile$;

  CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT 5';
END
$views$;
