package io.scanmetrics.benchmarks;

/** A question that the schema is for, as its views answer it and as one would write it by hand. */
enum SeedQuery {
  RECENT_SCANS(
      "TTE of the last 100 scans",
      """
      SELECT scan_id, tte_ms, tte_seconds FROM scanner.scan_tte
      WHERE tenant_id = '%s' AND NOT is_replay ORDER BY started_at DESC LIMIT 100
      """,
      """
      SELECT scan_id, total_duration_ms, round(total_duration_ms / 1000.0, 3)
      FROM by_hand.scan_metrics
      WHERE tenant_id = '%s' AND finished_at IS NOT NULL AND NOT is_replay
      ORDER BY started_at DESC LIMIT 100
      """),

  COMPLIANCE(
      "SLO compliance of 24 hours",
      """
      SELECT hour_bucket, slo_p50_compliance_percent, slo_p95_compliance_percent
      FROM scanner.tte_stats
      WHERE tenant_id = '%s' AND hour_bucket >= NOW() - INTERVAL '24 hours' ORDER BY 1
      """,
      """
      SELECT date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'),
        round(100.0 * count(*) FILTER (WHERE total_duration_ms < 120000) / count(*), 2),
        round(100.0 * count(*) FILTER (WHERE total_duration_ms < 300000) / count(*), 2)
      FROM by_hand.scan_metrics
      WHERE tenant_id = '%s'
        AND started_at >= date_bin('1 hour', NOW() - INTERVAL '23 hours',
                                   TIMESTAMPTZ '2000-01-01 00:00:00+00')
        AND finished_at IS NOT NULL AND NOT is_replay
        AND (outcome IS NULL OR outcome = 'succeeded')
      GROUP BY 1 ORDER BY 1
      """),

  PERCENTILE(
      "95th percentile of 7 days",
      """
      SELECT scanner.tte_percentile(
        p_tenant_id := '%s', p_percentile := 0.95, p_since := NOW() - INTERVAL '7 days')
      """,
      """
      SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY total_duration_ms)
      FROM by_hand.scan_metrics
      WHERE tenant_id = '%s' AND started_at >= NOW() - INTERVAL '7 days'
        AND finished_at IS NOT NULL AND NOT is_replay
        AND (outcome IS NULL OR outcome = 'succeeded')
      """),

  PHASES(
      "phase breakdown of 7 days",
      """
      SELECT phase_name, AVG(duration_ms) AS avg_ms,
        PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95_ms
      FROM scanner.execution_phases ep JOIN scanner.scan_metrics sm ON ep.metrics_id = sm.metrics_id
      WHERE sm.tenant_id = '%s' AND sm.started_at >= NOW() - INTERVAL '7 days'
      GROUP BY phase_name ORDER BY MIN(phase_order)
      """,
      """
      SELECT phase_name, avg(duration_ms), percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms)
      FROM by_hand.scan_metrics JOIN by_hand.execution_phases USING (metrics_id)
      WHERE tenant_id = '%s' AND scan_metrics.started_at >= NOW() - INTERVAL '7 days'
      GROUP BY phase_name ORDER BY min(phase_order)
      """);

  private final String title;
  private final String ours;
  private final String byHand;

  SeedQuery(String title, String ours, String byHand) {
    this.title = title;
    this.ours = ours;
    this.byHand = byHand;
  }

  String title() {
    return title;
  }

  /** As the documentation has it. */
  String ours(String tenant) {
    return ours.formatted(tenant);
  }

  /** Of the tables of {@code by-hand.sql}. */
  String byHand(String tenant) {
    return byHand.formatted(tenant);
  }
}
