package io.scanmetrics.store.postgres.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Asks what the scans did to the SLO: in all, step by step, by duration, and by tenant. */
final class SloQueries {
  private static final int MOST_TENANTS = 20;
  private static final int MOST_NAME = 200;

  /** As {@code scanner.slo_stats} has them, over whatever is grouped. */
  private static final String FIGURES =
      """
      count(*) AS scans,
      count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded,
      count(*) FILTER (WHERE outcome = 'failed') AS failed,
      count(*) FILTER (WHERE outcome = 'aborted') AS aborted,
      count(*) FILTER (WHERE outcome = 'running') AS running,
      count(*) FILTER (WHERE slo_p50 = 'met') AS met_p50,
      count(*) FILTER (WHERE slo_p50 = 'pending') AS pending_p50,
      count(*) FILTER (WHERE slo_p95 = 'met') AS met_p95,
      count(*) FILTER (WHERE slo_p95 = 'pending') AS pending_p95,
      nullif(percentile_disc(0.50) WITHIN GROUP (ORDER BY coalesce(tte_ms, 'Infinity'::FLOAT8)), 'Infinity') AS p50,
      percentile_disc(0.50) WITHIN GROUP (ORDER BY coalesce(tte_ms, running_ms, 'Infinity'::FLOAT8)) AS p50_at_least,
      nullif(percentile_disc(0.95) WITHIN GROUP (ORDER BY coalesce(tte_ms, 'Infinity'::FLOAT8)), 'Infinity') AS p95,
      percentile_disc(0.95) WITHIN GROUP (ORDER BY coalesce(tte_ms, running_ms, 'Infinity'::FLOAT8)) AS p95_at_least
      """;

  /** The total has no step. */
  private static final String STEPS =
      """
      SELECT %2$s AS step, %1$s
      FROM scanner.scan_slo
      WHERE %3$s AND NOT is_replay
      GROUP BY GROUPING SETS ((), (%2$s))
      ORDER BY step NULLS FIRST
      """;

  private static final String BANDS =
      """
      SELECT width_bucket(tte_ms, ARRAY[%1$s]) AS band, count(*) AS scans
      FROM scanner.scan_slo
      WHERE %2$s AND NOT is_replay AND tte_ms IS NOT NULL
      GROUP BY band
      ORDER BY band
      """;

  private static final String TENANTS =
      """
      SELECT t.*, n.name
      FROM (
        SELECT tenant_id, %1$s
        FROM scanner.scan_slo
        WHERE %2$s AND NOT is_replay
        GROUP BY tenant_id
        ORDER BY count(*) FILTER (WHERE slo_p95 = 'breached') DESC, count(*) DESC, tenant_id
        LIMIT %3$d
      ) AS t
      LEFT JOIN LATERAL (
        SELECT left(attributes ->> 'scan.tenant.id', %4$d) AS name
        FROM scanner.scan_metrics AS m
        WHERE m.tenant_id = t.tenant_id
        ORDER BY m.started_at DESC
        LIMIT 1
      ) AS n ON true
      ORDER BY t.scans - t.met_p95 - t.pending_p95 DESC, t.scans DESC, t.tenant_id
      """;

  private static final String TENANT_NAME =
      """
      SELECT left(attributes ->> 'scan.tenant.id', %2$d) AS name
      FROM scanner.scan_metrics
      WHERE %1$s
      ORDER BY started_at DESC
      LIMIT 1
      """;

  private static final String ANY_EVER =
      "SELECT EXISTS (SELECT FROM scanner.scan_metrics WHERE %s) AS any_ever";

  /** Where the bands of durations begin, in milliseconds; both targets are among them. */
  private static final List<Long> EDGES =
      LongStream.of(
              100,
              200,
              500,
              1_000,
              2_000,
              5_000,
              10_000,
              20_000,
              30_000,
              45_000,
              60_000,
              90_000,
              120_000,
              150_000,
              180_000,
              240_000,
              300_000,
              420_000,
              600_000,
              900_000,
              1_800_000,
              3_600_000,
              7_200_000,
              14_400_000,
              28_800_000,
              86_400_000,
              604_800_000)
          .boxed()
          .toList();

  private final Look look;

  SloQueries(Look look) {
    this.look = look;
  }

  /** Over the period, and over its steps. */
  record Steps(SloFigures total, List<SloStep> steps) {}

  Steps steps() throws SQLException {
    List<SloFigures> total = new ArrayList<>();
    List<SloStep> steps = new ArrayList<>();
    look.rows(
        STEPS.formatted(FIGURES, look.step(), look.scope()),
        row -> {
          SloFigures figures = figures(row);
          return Look.instantOrNull(row, "step") == null
              ? total.add(figures)
              : steps.add(new SloStep(Look.instant(row, "step"), figures));
        });
    return new Steps(total.get(0), steps);
  }

  List<DurationBand> durations() throws SQLException {
    String edges = EDGES.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return look.rows(
        BANDS.formatted(edges, look.scope()),
        row -> {
          int band = row.getInt("band");
          return new DurationBand(
              band == 0 ? 0 : EDGES.get(band - 1),
              band == EDGES.size() ? null : EDGES.get(band),
              row.getLong("scans"));
        });
  }

  List<TenantFigures> tenants() throws SQLException {
    return look.rows(
        TENANTS.formatted(FIGURES, look.scope(), MOST_TENANTS, MOST_NAME),
        row ->
            new TenantFigures(
                row.getObject("tenant_id", UUID.class), row.getString("name"), figures(row)));
  }

  boolean anyEver() throws SQLException {
    return look.row(ANY_EVER.formatted(look.everUntilThen()), row -> row.getBoolean("any_ever"));
  }

  /** The text that the latest scan of the tenant gave for it. */
  @Nullable String tenantName() throws SQLException {
    List<@Nullable String> names =
        look.rows(
            TENANT_NAME.formatted(look.everUntilThen(), MOST_NAME), row -> row.getString("name"));
    return names.isEmpty() ? null : names.get(0);
  }

  private static SloFigures figures(ResultSet row) throws SQLException {
    return new SloFigures(
        row.getLong("scans"),
        row.getLong("succeeded"),
        row.getLong("failed"),
        row.getLong("aborted"),
        row.getLong("running"),
        row.getLong("met_p50"),
        row.getLong("pending_p50"),
        row.getLong("met_p95"),
        row.getLong("pending_p95"),
        percentile(row, "p50"),
        percentile(row, "p95"));
  }

  private static @Nullable Percentile percentile(ResultSet row, String column) throws SQLException {
    Double atLeast = Look.doubleOrNull(row, column + "_at_least");
    return atLeast == null ? null : new Percentile(Look.doubleOrNull(row, column), atLeast);
  }
}
