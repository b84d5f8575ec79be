-- Scans that did not finish: which run now, which died, what they do to the SLO, and how old scans are deleted. For
-- `psql -v ON_ERROR_STOP=1 -f` and Flyway as V005, after it, and again.

ALTER TABLE scanner.scan_metrics
  ADD COLUMN IF NOT EXISTS last_seen_phase TEXT,
  ADD COLUMN IF NOT EXISTS last_seen_phase_started_at TIMESTAMPTZ;

COMMENT ON COLUMN scanner.scan_metrics.last_seen_phase IS
  'The phase that ran at last_seen_at, of several the one that started last; NULL if none did, if nobody knows, and '
  'once the scan has finished';
COMMENT ON COLUMN scanner.scan_metrics.last_seen_phase_started_at IS 'When last_seen_phase started';

-- The scans that say they run, which are few. Without last_seen_at, so that a sign of life touches no index.
CREATE INDEX IF NOT EXISTS idx_scan_metrics_running ON scanner.scan_metrics (tenant_id, started_at)
  WHERE finished_at IS NULL AND coalesce(outcome, 'running') = 'running';

-- Replaced in one statement so that readers never see them half replaced; those of a later version stay.
DO $views$
BEGIN
  IF scanner.scan_metrics_schema_version() > 6 THEN
    RETURN;
  END IF;

  -- A site may have replaced it, and keeps what it has.
  IF to_regprocedure('scanner.presumed_dead_after()') IS NULL THEN
    CREATE FUNCTION scanner.presumed_dead_after() RETURNS INTERVAL
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT INTERVAL ''60 s''';
  END IF;

  -- Who gives no signs of life is believed for as long as the scan's duration could still be stored.
  CREATE OR REPLACE FUNCTION scanner.is_presumed_dead(p_started_at TIMESTAMPTZ, p_last_seen_at TIMESTAMPTZ)
  RETURNS BOOLEAN
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $dead$
    SELECT coalesce(p_last_seen_at < now() - scanner.presumed_dead_after(),
                    p_started_at < now() - INTERVAL '2147483.647 s')
  $dead$;

  CREATE OR REPLACE VIEW scanner.scan_slo AS
  SELECT
    metrics_id,
    scan_id,
    tenant_id,
    is_replay,
    started_at,
    finished_at,
    last_seen_at,
    last_seen_phase,
    outcome,
    tte_ms,
    running_ms,
    CASE WHEN tte_ms < 120000 THEN 'met'
         WHEN tte_ms >= 120000 OR running_ms >= 120000 OR outcome IN ('failed', 'aborted') THEN 'breached'
         ELSE 'pending' END AS slo_p50,
    CASE WHEN tte_ms < 300000 THEN 'met'
         WHEN tte_ms >= 300000 OR running_ms >= 300000 OR outcome IN ('failed', 'aborted') THEN 'breached'
         ELSE 'pending' END AS slo_p95,
    artifact_type,
    artifact_digest,
    surface_id,
    scanner_version,
    attempt,
    trace_id,
    span_id
  FROM (
    SELECT
      metrics_id,
      scan_id,
      tenant_id,
      is_replay,
      started_at,
      finished_at,
      last_seen_at,
      last_seen_phase,
      read.outcome,
      CASE WHEN read.outcome = 'succeeded' THEN total_duration_ms END AS tte_ms,
      CASE WHEN read.outcome = 'running'
           THEN greatest(0, floor(extract(epoch FROM now() - started_at) * 1000))::BIGINT END AS running_ms,
      artifact_type,
      artifact_digest,
      surface_id,
      scanner_version,
      attempt,
      trace_id,
      span_id
    FROM scanner.scan_metrics
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN scan_metrics.outcome IS NULL AND finished_at IS NOT NULL THEN 'succeeded'
        WHEN coalesce(scan_metrics.outcome, 'running') <> 'running' THEN scan_metrics.outcome
        WHEN scanner.is_presumed_dead(started_at, last_seen_at) THEN 'aborted'
        ELSE 'running' END AS outcome
    ) AS read
  ) AS scan;

  -- The hour must be that of idx_scan_metrics_tenant_hour to the letter. What did not succeed stands behind every
  -- duration, at infinity: for good if it failed or died; for as long as nothing is known, or from its age on, if it runs.
  CREATE OR REPLACE VIEW scanner.slo_stats AS
  SELECT
    date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS hour_bucket,
    count(*) AS scan_count,
    count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded_count,
    count(*) FILTER (WHERE outcome = 'failed') AS failed_count,
    count(*) FILTER (WHERE outcome = 'aborted') AS aborted_count,
    count(*) FILTER (WHERE outcome = 'running') AS running_count,
    nullif(percentile_disc(0.50) WITHIN GROUP (ORDER BY coalesce(tte_ms, 'Infinity'::FLOAT8)), 'Infinity')
      AS tte_p50_ms,
    percentile_disc(0.50) WITHIN GROUP (ORDER BY coalesce(tte_ms, running_ms, 'Infinity'::FLOAT8))
      AS tte_p50_at_least_ms,
    nullif(percentile_disc(0.95) WITHIN GROUP (ORDER BY coalesce(tte_ms, 'Infinity'::FLOAT8)), 'Infinity')
      AS tte_p95_ms,
    percentile_disc(0.95) WITHIN GROUP (ORDER BY coalesce(tte_ms, running_ms, 'Infinity'::FLOAT8))
      AS tte_p95_at_least_ms,
    count(*) FILTER (WHERE slo_p50 = 'breached') AS slo_p50_breached_count,
    count(*) FILTER (WHERE slo_p50 = 'pending') AS slo_p50_pending_count,
    round(100.0 * count(*) FILTER (WHERE slo_p50 = 'met')
      / nullif(count(*) FILTER (WHERE slo_p50 <> 'pending'), 0), 2) AS slo_p50_compliance_percent,
    count(*) FILTER (WHERE slo_p95 = 'breached') AS slo_p95_breached_count,
    count(*) FILTER (WHERE slo_p95 = 'pending') AS slo_p95_pending_count,
    round(100.0 * count(*) FILTER (WHERE slo_p95 = 'met')
      / nullif(count(*) FILTER (WHERE slo_p95 <> 'pending'), 0), 2) AS slo_p95_compliance_percent,
    tenant_id
  FROM scanner.scan_slo
  WHERE NOT is_replay
  GROUP BY tenant_id, date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00');

  -- In plpgsql because PostgreSQL before 18 plans a function in SQL without its arguments, and then reads everything.
  CREATE OR REPLACE FUNCTION scanner.slo_percentile(
    p_tenant_id UUID,
    p_percentile DOUBLE PRECISION,
    p_since TIMESTAMPTZ DEFAULT now() - INTERVAL '7 days',
    OUT tte_ms DOUBLE PRECISION,
    OUT at_least_ms DOUBLE PRECISION,
    OUT scan_count BIGINT,
    OUT running_count BIGINT
  )
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $percentile$
  BEGIN
    SELECT
      nullif(percentile_disc(p_percentile) WITHIN GROUP (ORDER BY coalesce(s.tte_ms, 'Infinity'::FLOAT8)), 'Infinity'),
      percentile_disc(p_percentile) WITHIN GROUP (ORDER BY coalesce(s.tte_ms, s.running_ms, 'Infinity'::FLOAT8)),
      count(*),
      count(*) FILTER (WHERE s.outcome = 'running')
    INTO tte_ms, at_least_ms, scan_count, running_count
    FROM scanner.scan_slo AS s
    WHERE s.tenant_id = p_tenant_id AND s.started_at >= p_since AND NOT s.is_replay;
  END
  $percentile$;

  -- The first condition is that of idx_scan_metrics_running to the letter.
  CREATE OR REPLACE VIEW scanner.scans_in_flight AS
  SELECT
    scan.metrics_id,
    scan.scan_id,
    scan.tenant_id,
    scan.is_replay,
    scan.started_at,
    age.age_ms,
    round(age.age_ms / 1000.0, 3) AS age_seconds,
    scan.last_seen_at,
    coalesce(scan.last_seen_phase, last_phase.phase) AS phase,
    CASE WHEN scan.last_seen_phase IS NULL THEN last_phase.started_at
         ELSE scan.last_seen_phase_started_at END AS phase_started_at,
    CASE WHEN scan.last_seen_phase IS NULL THEN last_phase.finished_at END AS phase_finished_at,
    phases.phase_count,
    age.age_ms >= 120000 AS slo_p50_breached,
    age.age_ms >= 300000 AS slo_p95_breached,
    scan.artifact_type,
    scan.artifact_digest,
    scan.surface_id,
    scan.scanner_version,
    scan.attempt,
    scan.trace_id,
    scan.span_id
  FROM scanner.scan_metrics AS scan
  CROSS JOIN LATERAL (
    SELECT greatest(0, floor(extract(epoch FROM now() - scan.started_at) * 1000))::BIGINT AS age_ms
  ) AS age
  LEFT JOIN LATERAL (
    SELECT coalesce(p.phase_metrics ->> 'scan.phase.name', p.phase_name) AS phase, p.started_at, p.finished_at
    FROM scanner.execution_phases AS p
    WHERE p.metrics_id = scan.metrics_id
    ORDER BY p.finished_at DESC NULLS FIRST, p.started_at DESC, p.phase_order DESC
    LIMIT 1
  ) AS last_phase ON true
  CROSS JOIN LATERAL (
    SELECT count(*) AS phase_count FROM scanner.execution_phases AS p WHERE p.metrics_id = scan.metrics_id
  ) AS phases
  WHERE scan.finished_at IS NULL AND coalesce(scan.outcome, 'running') = 'running'
    AND NOT scanner.is_presumed_dead(scan.started_at, scan.last_seen_at);

  -- One transaction's worth: oldest first, past what someone else has locked, so that nobody waits for long, and not
  -- again through the index entries of what was deleted before.
  CREATE OR REPLACE FUNCTION scanner.prune_scans_batch(
    p_before TIMESTAMPTZ,
    p_from TIMESTAMPTZ DEFAULT '-infinity',
    p_limit INT DEFAULT 1000,
    OUT deleted_scans INT,
    OUT deleted_phases INT,
    OUT reached TIMESTAMPTZ
  )
  LANGUAGE plpgsql
  AS $batch$
  DECLARE
    doomed UUID[];
  BEGIN
    SELECT array_agg(metrics_id), max(started_at) INTO doomed, reached
    FROM (
      SELECT metrics_id, started_at
      FROM scanner.scan_metrics
      WHERE started_at >= p_from
        AND started_at < p_before
        AND NOT (finished_at IS NULL AND coalesce(outcome, 'running') = 'running'
                 AND NOT scanner.is_presumed_dead(started_at, last_seen_at))
      ORDER BY started_at
      LIMIT p_limit
      FOR UPDATE SKIP LOCKED
    ) AS oldest;
    DELETE FROM scanner.execution_phases WHERE metrics_id = ANY (doomed);
    GET DIAGNOSTICS deleted_phases = ROW_COUNT;
    DELETE FROM scanner.scan_metrics WHERE metrics_id = ANY (doomed);
    GET DIAGNOSTICS deleted_scans = ROW_COUNT;
  END
  $batch$;

  CREATE OR REPLACE PROCEDURE scanner.prune_scans(p_older_than INTERVAL, p_batch INT DEFAULT 1000)
  LANGUAGE plpgsql
  AS $prune$
  DECLARE
    before CONSTANT TIMESTAMPTZ := now() - p_older_than;
    batch RECORD;
    from_here TIMESTAMPTZ := '-infinity';
    scans BIGINT := 0;
    phases BIGINT := 0;
  BEGIN
    IF p_older_than IS NULL OR p_older_than < INTERVAL '0' OR p_batch IS NULL OR p_batch < 1 THEN
      RAISE EXCEPTION 'say how old, and how many at once: CALL scanner.prune_scans(INTERVAL ''90 days'', 1000)'
        USING ERRCODE = 'invalid_parameter_value';
    END IF;
    LOOP
      SELECT * INTO batch FROM scanner.prune_scans_batch(before, from_here, p_batch);
      COMMIT;
      scans := scans + batch.deleted_scans;
      phases := phases + batch.deleted_phases;
      EXIT WHEN batch.deleted_scans < p_batch;
      from_here := batch.reached;
    END LOOP;
    RAISE NOTICE 'deleted % scans with % phases', scans, phases;
  END
  $prune$;

  COMMENT ON FUNCTION scanner.presumed_dead_after() IS
    'How long after its last sign of life (last_seen_at) a scan that says it runs is taken for aborted. A site may '
    'replace it; migrations leave it as it is.';
  COMMENT ON FUNCTION scanner.is_presumed_dead(TIMESTAMPTZ, TIMESTAMPTZ) IS
    'Whether a scan that says it runs is taken for aborted: because its last sign of life is too long ago, or, of a '
    'program that gives none, because it began so long ago that its duration cannot be stored any more (24.8 days)';
  COMMENT ON VIEW scanner.scan_slo IS
    'Every scan, replays included, with its outcome as it reads now (a scan that runs without a sign of life reads as '
    'aborted), its Time-to-Evidence if it succeeded, how long it has been running if it runs, and whether it met or '
    'breached 120 s (slo_p50) and 300 s (slo_p95) or is pending; failed and aborted scans breach both';
  COMMENT ON VIEW scanner.slo_stats IS
    'Per tenant and whole hour of UTC, by start: all scans but replays, also those that failed, died or run. A '
    'percentile is NULL if it depends on scans without evidence; it is at least what stands beside it.';
  COMMENT ON COLUMN scanner.slo_stats.tte_p95_ms IS
    'Milliseconds within which at least 95 % of these scans had their evidence, whatever becomes of those that run; '
    'NULL if that cannot be said';
  COMMENT ON COLUMN scanner.slo_stats.tte_p95_at_least_ms IS
    'The same if every scan that runs had its evidence now, so that it cannot be less; Infinity if too many failed or '
    'died for it ever to be reached';
  COMMENT ON FUNCTION scanner.slo_percentile(UUID, DOUBLE PRECISION, TIMESTAMPTZ) IS
    'Of the same scans as slo_stats, started since p_since: the milliseconds within which at least the fraction '
    'p_percentile (0 to 1) had their evidence, NULL if that depends on scans without; and what it is at least';
  COMMENT ON VIEW scanner.scans_in_flight IS
    'The scans that run now, replays included: their age in milliseconds, their last sign of life, the phase that '
    'ran then (without phase_finished_at), else the one that ended last, and whether they breach 120 s '
    '(slo_p50) and 300 s (slo_p95) already';
  COMMENT ON FUNCTION scanner.prune_scans_batch(TIMESTAMPTZ, TIMESTAMPTZ, INT) IS
    'Deletes at most p_limit scans, with their phases, that started before p_before and not before p_from, oldest '
    'first; not those that run, nor those that someone else is writing. Fewer than p_limit: there are no more. '
    'reached is where the next batch may begin.';
  COMMENT ON PROCEDURE scanner.prune_scans(INTERVAL, INT) IS
    'Deletes the scans that started longer ago than p_older_than, p_batch of them in each transaction; may be '
    'cancelled at any time';

  CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT 6';
END
$views$;
