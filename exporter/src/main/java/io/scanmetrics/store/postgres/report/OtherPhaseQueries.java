package io.scanmetrics.store.postgres.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks what phases cost that are none of the six. They have no column with their time, so it is
 * worked out from their executions as it is for the columns: the union of them, less those of
 * phases of another name inside. That is too much for very many scans, of which a sample is taken
 * that does not depend on time and is the same each time. Of executions that share a row it is what
 * they took together.
 */
final class OtherPhaseQueries {
  private static final int MOST_SCANS = 4_000;
  private static final int MOST_PHASES = 20;
  private static final int MOST_NAME = 200;

  /** The name of a phase p. */
  static final String NAME =
      "CASE WHEN p.phase_name = 'other' THEN left(coalesce(p.phase_metrics ->> 'scan.phase.name', 'other'), "
          + MOST_NAME
          + ") ELSE p.phase_name END";

  private static final String SAMPLE =
      """
      WITH sample AS MATERIALIZED (
        SELECT metrics_id, started_at, finished_at, total_duration_ms AS total, %1$s AS step,
          total_duration_ms >= %2$s AS slow
        FROM scanner.scan_metrics
        WHERE %3$s AND %4$s
        ORDER BY uuid_hash(metrics_id), metrics_id
        LIMIT %5$d
      )
      """;

  /** One row for each step and one for all. */
  private static final String SIZE =
      """
      SELECT step, count(*) AS scans, sum(total) AS total,
        count(*) FILTER (WHERE slow) AS slow_scans
      FROM sample
      GROUP BY GROUPING SETS ((), (step))
      ORDER BY step NULLS FIRST
      """;

  /** One row for each step and one for each name, the costliest first. */
  private static final String TIMES =
      """
      , phases AS MATERIALIZED (
        SELECT s.metrics_id, p.span_id, p.parent_span_id, p.phase_name, p.name, p.folded_ms,
          CASE WHEN p.folded_ms IS NULL
            THEN tstzrange(greatest(p.started_at, s.started_at),
              greatest(least(p.finished_at, s.finished_at), p.started_at, s.started_at))
            ELSE 'empty'::TSTZRANGE
          END AS time
        FROM sample AS s
        CROSS JOIN LATERAL (
          SELECT p.span_id, p.parent_span_id, p.phase_name, %1$s AS name, p.started_at, p.finished_at,
            CASE WHEN jsonb_typeof(p.phase_metrics -> 'folded.sum_ms') = 'number'
              THEN least((p.phase_metrics ->> 'folded.sum_ms')::FLOAT8,
                1000 * extract(epoch FROM p.finished_at - p.started_at)::FLOAT8)
            END AS folded_ms
          FROM scanner.execution_phases AS p
          WHERE p.metrics_id = s.metrics_id AND p.finished_at IS NOT NULL
          OFFSET 0
        ) AS p
      ), inner_times AS (
        SELECT o.metrics_id, o.span_id, range_agg(p.time) AS times
        FROM phases AS o
        JOIN phases AS p ON p.metrics_id = o.metrics_id AND p.parent_span_id = o.span_id AND p.name <> o.name
        WHERE o.phase_name = 'other'
        GROUP BY o.metrics_id, o.span_id
      ), own_times AS (
        SELECT o.metrics_id, o.name,
          range_agg(tstzmultirange(o.time) - coalesce(i.times, '{}'::TSTZMULTIRANGE)) AS times,
          coalesce(sum(o.folded_ms), 0) AS folded_ms
        FROM phases AS o
        LEFT JOIN inner_times AS i ON i.metrics_id = o.metrics_id AND i.span_id = o.span_id
        WHERE o.phase_name = 'other'
        GROUP BY o.metrics_id, o.name
      ), per_scan AS (
        SELECT s.step, s.slow, o.name, o.folded_ms + (
          SELECT coalesce(1000 * sum(extract(epoch FROM upper(t) - lower(t))), 0)::FLOAT8 FROM unnest(o.times) AS t
        ) AS ms
        FROM own_times AS o JOIN sample AS s USING (metrics_id)
      )
      SELECT step, name, count(*) AS scans, sum(ms) AS ms,
        percentile_cont(0.50) WITHIN GROUP (ORDER BY ms) AS p50,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS p95,
        coalesce(sum(ms) FILTER (WHERE slow), 0) AS slow_ms
      FROM per_scan
      GROUP BY GROUPING SETS ((step), (name))
      ORDER BY name IS NULL, ms DESC, name
      """;

  private final Look look;

  OtherPhaseQueries(Look look) {
    this.look = look;
  }

  private record Size(@Nullable Instant step, long scans, double total, long slowScans) {}

  private record Times(
      @Nullable Instant step,
      @Nullable String name,
      long scans,
      double millis,
      double p50,
      double p95,
      double slowMillis) {}

  OtherPhases of(PhaseQueries.SlowestTenth tenth) throws SQLException {
    String sample =
        SAMPLE.formatted(
            look.step(), tenth.literal(), look.scope(), PhaseQueries.SUCCEEDED, MOST_SCANS);
    List<Size> sizes = look.rows(sample + SIZE, OtherPhaseQueries::size);
    List<Times> times = look.joiningAll(sample + TIMES.formatted(NAME), OtherPhaseQueries::times);
    Size all = sizes.get(0);
    return new OtherPhases(all.scans(), phases(all, times), shares(sizes, times));
  }

  private static List<PhaseFigures> phases(Size all, List<Times> times) {
    List<PhaseFigures> phases = new ArrayList<>();
    for (Times of : times) {
      if (of.name() != null && phases.size() < MOST_PHASES) {
        phases.add(
            new PhaseFigures(
                of.name(),
                of.scans(),
                all.total() == 0 ? 0 : of.millis() / all.total(),
                of.p50(),
                of.p95(),
                slowExtra(all, of)));
      }
    }
    return phases;
  }

  private static @Nullable Double slowExtra(Size all, Times of) {
    long others = all.scans() - all.slowScans();
    return all.slowScans() == 0 || others == 0
        ? null
        : of.slowMillis() / all.slowScans() - (of.millis() - of.slowMillis()) / others;
  }

  private static Map<Instant, Double> shares(List<Size> sizes, List<Times> times) {
    Map<Instant, Double> totals = new HashMap<>();
    for (Size size : sizes) {
      if (size.step() != null && size.total() > 0) {
        totals.put(size.step(), size.total());
      }
    }
    Map<Instant, Double> shares = new HashMap<>();
    for (Times of : times) {
      Double total = of.step() == null ? null : totals.get(of.step());
      if (of.step() != null && total != null) {
        shares.put(of.step(), of.millis() / total);
      }
    }
    return shares;
  }

  private static Size size(ResultSet row) throws SQLException {
    return new Size(
        Look.instantOrNull(row, "step"),
        row.getLong("scans"),
        row.getDouble("total"),
        row.getLong("slow_scans"));
  }

  private static Times times(ResultSet row) throws SQLException {
    return new Times(
        Look.instantOrNull(row, "step"),
        row.getString("name"),
        row.getLong("scans"),
        row.getDouble("ms"),
        row.getDouble("p50"),
        row.getDouble("p95"),
        row.getDouble("slow_ms"));
  }
}
