-- Scan metrics: one row per scan, one per execution of a phase, and the views and the function that answer
-- how long a scan took from its start to its evidence (Time-to-Evidence, TTE).
--
-- Plain SQL for Flyway and for `psql -v ON_ERROR_STOP=1 -f`. May run on an empty database, again, after later
-- versions, and on a database whose scan metrics someone else created: tables and their rows are kept, views
-- and the function are replaced. Nothing here depends on anyone's time zone.

DO $schema$
BEGIN
  -- CREATE SCHEMA IF NOT EXISTS asks for the right to create schemas even where there is nothing to create.
  IF to_regnamespace('scanner') IS NULL THEN
    CREATE SCHEMA scanner;
  END IF;
END
$schema$;

CREATE TABLE IF NOT EXISTS scanner.scan_metrics (
  metrics_id           UUID        PRIMARY KEY DEFAULT gen_random_uuid(),
  scan_id              UUID        NOT NULL UNIQUE,
  tenant_id            UUID        NOT NULL,
  surface_id           UUID,
  artifact_digest      TEXT,
  artifact_type        TEXT        CHECK (artifact_type IN ('oci_image', 'tarball', 'directory', 'other')),
  replay_manifest_hash TEXT,
  findings_sha256      TEXT,
  vex_bundle_sha256    TEXT,
  proof_bundle_sha256  TEXT,
  sbom_sha256          TEXT,
  policy_digest        TEXT,
  feed_snapshot_id     TEXT,
  started_at           TIMESTAMPTZ NOT NULL,
  finished_at          TIMESTAMPTZ,
  -- Whole milliseconds, rounded down: below 120000 is exactly faster than 120 s, and parts never exceed the whole.
  total_duration_ms    INT         GENERATED ALWAYS AS
                                     ((floor(extract(epoch FROM (finished_at - started_at)) * 1000))::INT) STORED,
  t_ingest_ms          INT,
  t_analyze_ms         INT,
  t_reachability_ms    INT,
  t_vex_ms             INT,
  t_sign_ms            INT,
  t_publish_ms         INT,
  package_count        INT,
  finding_count        INT,
  vex_decision_count   INT,
  scanner_version      TEXT,
  scanner_image_digest TEXT,
  is_replay            BOOLEAN     NOT NULL DEFAULT false,
  created_at           TIMESTAMPTZ NOT NULL DEFAULT now(),
  CONSTRAINT scan_metrics_finished_after_start CHECK (finished_at >= started_at)
);

CREATE TABLE IF NOT EXISTS scanner.execution_phases (
  id            BIGSERIAL   PRIMARY KEY,
  metrics_id    UUID        NOT NULL REFERENCES scanner.scan_metrics (metrics_id) ON DELETE CASCADE,
  phase_name    TEXT        NOT NULL CHECK (phase_name IN (
                              'ingest', 'analyze', 'reachability', 'vex', 'sign', 'publish', 'other')),
  phase_order   INT         NOT NULL,
  started_at    TIMESTAMPTZ NOT NULL,
  finished_at   TIMESTAMPTZ,
  duration_ms   INT         GENERATED ALWAYS AS
                              ((floor(extract(epoch FROM (finished_at - started_at)) * 1000))::INT) STORED,
  success       BOOLEAN     NOT NULL DEFAULT true,
  error_code    TEXT,
  error_message TEXT,
  phase_metrics JSONB,
  CONSTRAINT execution_phases_finished_after_start CHECK (finished_at >= started_at)
);

-- Tables that someone else created may refuse what a scan without a finish, or without a phase, has to leave out,
-- may lack a default, or the keys that writing a scan twice relies on.
DO $tables$
DECLARE
  metrics CONSTANT REGCLASS := 'scanner.scan_metrics';
  phases  CONSTANT REGCLASS := 'scanner.execution_phases';
  found   RECORD;
BEGIN
  FOR found IN
    SELECT attrelid::REGCLASS AS tab, attname AS col
    FROM pg_attribute
    WHERE attnotnull
      AND (   attrelid = metrics AND attname IN (
                'surface_id', 'artifact_digest', 'artifact_type', 'replay_manifest_hash', 'findings_sha256',
                'vex_bundle_sha256', 'proof_bundle_sha256', 'sbom_sha256', 'policy_digest', 'feed_snapshot_id',
                'finished_at', 'total_duration_ms', 't_ingest_ms', 't_analyze_ms', 't_reachability_ms', 't_vex_ms',
                't_sign_ms', 't_publish_ms', 'package_count', 'finding_count', 'vex_decision_count',
                'scanner_version', 'scanner_image_digest')
           OR attrelid = phases AND attname IN (
                'finished_at', 'duration_ms', 'error_code', 'error_message', 'phase_metrics'))
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', found.tab, found.col);
  END LOOP;

  FOR found IN
    SELECT wanted.*
    FROM (VALUES (metrics, 'metrics_id', 'gen_random_uuid()'),
                 (metrics, 'is_replay', 'false'),
                 (metrics, 'created_at', 'now()'),
                 (phases, 'success', 'true')) AS wanted (tab, col, value)
    JOIN pg_attribute ON attrelid = wanted.tab AND attname = wanted.col
    WHERE NOT atthasdef
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', found.tab, found.col, found.value);
  END LOOP;

  IF NOT EXISTS (
    SELECT FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indrelid = metrics AND indisunique AND indnkeyatts = 1 AND indpred IS NULL AND attname = 'scan_id'
  ) THEN
    ALTER TABLE scanner.scan_metrics ADD CONSTRAINT scan_metrics_scan_id_key UNIQUE (scan_id);
  END IF;

  FOR found IN
    SELECT conname FROM pg_constraint
    WHERE conrelid = phases AND confrelid = metrics AND contype = 'f' AND confdeltype <> 'c'
  LOOP
    EXECUTE format('ALTER TABLE scanner.execution_phases DROP CONSTRAINT %I', found.conname);
  END LOOP;
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conrelid = phases AND confrelid = metrics AND contype = 'f'
  ) THEN
    ALTER TABLE scanner.execution_phases ADD CONSTRAINT execution_phases_metrics_id_fkey
      FOREIGN KEY (metrics_id) REFERENCES scanner.scan_metrics (metrics_id) ON DELETE CASCADE;
  END IF;
END
$tables$;

CREATE INDEX IF NOT EXISTS idx_scan_metrics_tenant ON scanner.scan_metrics (tenant_id);
CREATE INDEX IF NOT EXISTS idx_scan_metrics_artifact ON scanner.scan_metrics (artifact_digest);
CREATE INDEX IF NOT EXISTS idx_scan_metrics_started ON scanner.scan_metrics (started_at);
CREATE INDEX IF NOT EXISTS idx_scan_metrics_surface ON scanner.scan_metrics (surface_id);
CREATE INDEX IF NOT EXISTS idx_scan_metrics_replay ON scanner.scan_metrics (is_replay);
CREATE INDEX IF NOT EXISTS idx_scan_metrics_tenant_started ON scanner.scan_metrics (tenant_id, started_at);
CREATE INDEX IF NOT EXISTS idx_execution_phases_metrics ON scanner.execution_phases (metrics_id);
CREATE INDEX IF NOT EXISTS idx_execution_phases_name ON scanner.execution_phases (phase_name);

-- Views and functions, in one statement so that readers never see them half replaced. Those of a later version know
-- columns that this one does not, so they stay as they are.
DO $views$
DECLARE
  present INT := 0;
  overload REGPROCEDURE;
BEGIN
  IF to_regprocedure('scanner.scan_metrics_schema_version()') IS NOT NULL THEN
    present := scanner.scan_metrics_schema_version();
  END IF;
  IF present > 4 THEN
    RETURN;
  END IF;

  IF present < 4 THEN
    -- Someone else's: other columns in another order cannot be replaced, and another overload makes calls ambiguous.
    DROP VIEW IF EXISTS scanner.tte_stats, scanner.scan_tte;
    FOR overload IN
      SELECT oid::REGPROCEDURE FROM pg_proc
      WHERE pronamespace = 'scanner'::REGNAMESPACE AND proname = 'tte_percentile'
    LOOP
      EXECUTE format('DROP ROUTINE %s', overload);
    END LOOP;
  END IF;

  -- Percentages are cut, not rounded, so that those of one scan never add up to more than 100.
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
    scanner_version
  FROM scanner.scan_metrics
  WHERE finished_at IS NOT NULL;

  -- Whole hours of UTC, counted from a fixed instant: date_trunc would cut at the reader's time zone.
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
  WHERE finished_at IS NOT NULL AND NOT is_replay
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
    );
  END
  $percentile$;

  CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT 4';
END
$views$;
