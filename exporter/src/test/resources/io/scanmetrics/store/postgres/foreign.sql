-- The published schema as somebody else may have read it: stricter columns, other defaults, other types of the
-- function, views with their columns in another order and on top of each other.

CREATE SCHEMA scanner;

CREATE TABLE scanner.scan_metrics (
  metrics_id           UUID        PRIMARY KEY,
  scan_id              UUID        NOT NULL UNIQUE,
  tenant_id            UUID        NOT NULL,
  surface_id           UUID,
  artifact_digest      TEXT        NOT NULL,
  artifact_type        TEXT        NOT NULL,
  replay_manifest_hash TEXT,
  findings_sha256      TEXT        NOT NULL,
  vex_bundle_sha256    TEXT,
  proof_bundle_sha256  TEXT,
  sbom_sha256          TEXT,
  policy_digest        TEXT,
  feed_snapshot_id     TEXT,
  started_at           TIMESTAMPTZ NOT NULL,
  finished_at          TIMESTAMPTZ NOT NULL,
  total_duration_ms    INT         NOT NULL GENERATED ALWAYS AS
                                     ((extract(epoch FROM (finished_at - started_at)) * 1000)::INT) STORED,
  t_ingest_ms          INT         NOT NULL DEFAULT 0,
  t_analyze_ms         INT         NOT NULL DEFAULT 0,
  t_reachability_ms    INT         NOT NULL DEFAULT 0,
  t_vex_ms             INT         NOT NULL DEFAULT 0,
  t_sign_ms            INT         NOT NULL DEFAULT 0,
  t_publish_ms         INT         NOT NULL DEFAULT 0,
  package_count        INT,
  finding_count        INT,
  vex_decision_count   INT,
  scanner_version      TEXT        NOT NULL,
  scanner_image_digest TEXT,
  is_replay            BOOLEAN     NOT NULL,
  created_at           TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE scanner.execution_phases (
  id            BIGSERIAL   PRIMARY KEY,
  metrics_id    UUID        NOT NULL CONSTRAINT phase_of_scan REFERENCES scanner.scan_metrics (metrics_id),
  phase_name    TEXT        NOT NULL,
  phase_order   INT         NOT NULL,
  started_at    TIMESTAMPTZ NOT NULL,
  finished_at   TIMESTAMPTZ NOT NULL,
  duration_ms   INT         NOT NULL GENERATED ALWAYS AS
                              ((extract(epoch FROM (finished_at - started_at)) * 1000)::INT) STORED,
  success       BOOLEAN     NOT NULL,
  error_code    TEXT,
  error_message TEXT,
  phase_metrics JSONB
);

CREATE INDEX idx_scan_metrics_replay ON scanner.scan_metrics (is_replay) WHERE is_replay;

CREATE VIEW scanner.scan_tte AS
SELECT tenant_id, scan_id, metrics_id, total_duration_ms AS tte_ms, total_duration_ms / 1000.0 AS tte_seconds, started_at
FROM scanner.scan_metrics;

CREATE VIEW scanner.tte_stats AS
SELECT tenant_id, date_trunc('hour', started_at) AS hour_bucket, count(*) AS scan_count
FROM scanner.scan_tte
GROUP BY 1, 2;

CREATE FUNCTION scanner.tte_percentile(p_tenant_id UUID, p_percentile NUMERIC, p_since TIMESTAMPTZ DEFAULT now())
RETURNS NUMERIC LANGUAGE sql STABLE AS 'SELECT 1.0';

CREATE FUNCTION scanner.tte_percentile(p_tenant_id UUID) RETURNS NUMERIC LANGUAGE sql STABLE AS 'SELECT 2.0';

INSERT INTO scanner.scan_metrics
  (metrics_id, scan_id, tenant_id, artifact_digest, artifact_type, findings_sha256, started_at, finished_at,
   scanner_version, is_replay)
VALUES
  ('00000000-0000-0000-0000-00000000000f', '00000000-0000-0000-0000-00000000000f', '00000000-0000-0000-0000-000000000001',
   'sha256:f', 'tarball', 'f', '2026-01-01 10:00:00+00', '2026-01-01 10:01:00+00', '1', false);
