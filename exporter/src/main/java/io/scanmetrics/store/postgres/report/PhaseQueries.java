package io.scanmetrics.store.postgres.report;

import io.scanmetrics.PhaseName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks where the time of scans goes that succeeded. The six phases have columns and are told from
 * all scans, the others from {@link OtherPhaseQueries}.
 */
final class PhaseQueries {
  private static final List<PhaseName> SIX =
      Arrays.stream(PhaseName.values()).filter(phase -> phase.durationColumn() != null).toList();

  /** Without a difference between scans there is no slowest tenth. */
  private static final String SLOWEST_TENTH =
      """
      SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY total_duration_ms) AS slow_from,
        min(total_duration_ms) AS fastest
      FROM scanner.scan_metrics
      WHERE %1$s AND %2$s
      """;

  private static final String TOTAL =
      """
      SELECT count(*) AS scans, coalesce(sum(total), 0) AS total, count(*) FILTER (WHERE slow) AS slow_scans,
        avg(total) FILTER (WHERE slow) - avg(total) FILTER (WHERE NOT slow) AS slow_extra, %1$s
      FROM (
        SELECT total_duration_ms AS total, total_duration_ms >= %2$s AS slow, %3$s
        FROM scanner.scan_metrics
        WHERE %4$s AND %5$s
      ) AS scan
      """;

  private static final String OF_A_PHASE =
      """
      count(%1$s) AS %1$s_scans, coalesce(sum(%1$s), 0) AS %1$s_sum,
      percentile_cont(0.50) WITHIN GROUP (ORDER BY %1$s) AS %1$s_p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY %1$s) AS %1$s_p95,
      avg(coalesce(%1$s, 0)) FILTER (WHERE slow)
        - avg(coalesce(%1$s, 0)) FILTER (WHERE NOT slow) AS %1$s_slow_extra""";

  private static final String STEPS =
      """
      SELECT %1$s AS step, count(*) AS scans, sum(total_duration_ms) AS total, %2$s
      FROM scanner.scan_metrics
      WHERE %3$s AND %4$s
      GROUP BY %1$s
      ORDER BY step
      """;

  /** As {@code scanner.tte_stats} counts. */
  static final String SUCCEEDED =
      "finished_at IS NOT NULL AND NOT is_replay AND (outcome IS NULL OR outcome = 'succeeded')";

  private final Look look;

  PhaseQueries(Look look) {
    this.look = look;
  }

  /**
   * The slowest tenth of the scans.
   *
   * @param from their shortest duration in milliseconds; {@code null} if there are none
   */
  record SlowestTenth(@Nullable Long from, long fastest) {
    /** A duration in milliseconds from which on a scan counts as slow; beyond all if none does. */
    long literal() {
      return from == null || from <= fastest ? Long.MAX_VALUE : from;
    }
  }

  PhaseBreakdown breakdown() throws SQLException {
    SlowestTenth tenth =
        look.row(
            SLOWEST_TENTH.formatted(look.scope(), SUCCEEDED),
            row -> new SlowestTenth(Look.longOrNull(row, "slow_from"), row.getLong("fastest")));
    String total =
        TOTAL.formatted(each(OF_A_PHASE), tenth.literal(), each("%s"), look.scope(), SUCCEEDED);
    OtherPhases others = new OtherPhaseQueries(look).of(tenth);
    List<PhaseStep> steps = steps(others.shares());
    return look.row(total, row -> breakdown(row, tenth, others, steps));
  }

  private static PhaseBreakdown breakdown(
      ResultSet row, SlowestTenth tenth, OtherPhases others, List<PhaseStep> steps)
      throws SQLException {
    long total = row.getLong("total");
    List<PhaseFigures> phases = new ArrayList<>();
    for (PhaseName phase : SIX) {
      if (row.getLong(phase.durationColumn() + "_scans") > 0) {
        phases.add(figures(row, phase, total));
      }
    }
    phases.addAll(others.phases());
    return new PhaseBreakdown(
        row.getLong("scans"),
        row.getLong("slow_scans"),
        tenth.from(),
        Look.doubleOrNull(row, "slow_extra"),
        others.sampled(),
        phases,
        steps);
  }

  private static PhaseFigures figures(ResultSet row, PhaseName phase, long total)
      throws SQLException {
    String column = String.valueOf(phase.durationColumn());
    return new PhaseFigures(
        phase.text(),
        row.getLong(column + "_scans"),
        total == 0 ? 0 : (double) row.getLong(column + "_sum") / total,
        row.getDouble(column + "_p50"),
        row.getDouble(column + "_p95"),
        Look.doubleOrNull(row, column + "_slow_extra"));
  }

  private List<PhaseStep> steps(Map<Instant, Double> others) throws SQLException {
    return look.rows(
        STEPS.formatted(look.step(), each("sum(%1$s) AS %1$s"), look.scope(), SUCCEEDED),
        row -> {
          Instant start = Look.instant(row, "step");
          return new PhaseStep(
              start, row.getLong("scans"), shares(row, others.getOrDefault(start, 0.0)));
        });
  }

  private static Map<String, Double> shares(ResultSet row, @Nullable Double others)
      throws SQLException {
    Map<String, Double> shares = new LinkedHashMap<>();
    double total = row.getDouble("total");
    for (PhaseName phase : SIX) {
      double sum = row.getDouble(String.valueOf(phase.durationColumn()));
      shares.put(phase.text(), total == 0 ? 0 : sum / total);
    }
    shares.put(PhaseName.OTHER.text(), others == null ? 0 : others);
    return shares;
  }

  private static String each(String expression) {
    return SIX.stream()
        .map(phase -> expression.formatted(phase.durationColumn()))
        .collect(Collectors.joining(", "));
  }
}
