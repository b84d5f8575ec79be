package io.scanmetrics.store.postgres.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks for single scans with their phases: the slowest, those that failed, and those that run. */
final class StoryQueries {
  private static final int MOST_SCANS = 10;
  private static final int MOST_IN_FLIGHT = 20;
  private static final int MOST_PHASES = 1_000;

  /** Of those that were lost, these are looked into. */
  private static final int MOST_LOST = 5_000;

  private static final int MOST_WAYS = 10;

  private static final String SLOWEST =
      """
      SELECT metrics_id FROM scanner.scan_slo
      WHERE %s AND NOT is_replay AND tte_ms IS NOT NULL
      ORDER BY tte_ms DESC, metrics_id
      LIMIT %d
      """;

  private static final String FAILED =
      """
      SELECT metrics_id FROM scanner.scan_slo
      WHERE %s AND NOT is_replay AND outcome IN ('failed', 'aborted')
      ORDER BY started_at DESC, metrics_id
      LIMIT %d
      """;

  private static final String IN_FLIGHT =
      """
      SELECT metrics_id FROM scanner.scans_in_flight
      WHERE %s
      ORDER BY started_at, metrics_id
      LIMIT %d
      """;

  private static final String IN_FLIGHT_COUNT =
      "SELECT count(*) AS scans FROM scanner.scans_in_flight WHERE %s";

  private static final String STORIES =
      """
      SELECT s.metrics_id, s.scan_id, s.tenant_id, s.is_replay, s.outcome, s.started_at,
        CASE WHEN s.running_ms IS NOT NULL THEN s.running_ms
             WHEN m.finished_at IS NOT NULL THEN m.total_duration_ms
             ELSE floor(extract(epoch FROM m.last_seen_at - m.started_at) * 1000) END AS took,
        left(s.last_seen_phase, 200) AS last_seen_phase, m.last_seen_phase_started_at,
        s.artifact_type, left(s.artifact_digest, 200) AS artifact_digest,
        left(s.scanner_version, 100) AS scanner_version, s.attempt, left(s.trace_id, 64) AS trace_id,
        left(m.attributes ->> 'scan.id', 200) AS id,
        left(m.attributes ->> 'scan.tenant.id', 200) AS tenant
      FROM unnest(?) WITH ORDINALITY AS wanted (metrics_id, position)
      JOIN scanner.scan_slo AS s USING (metrics_id)
      JOIN scanner.scan_metrics AS m USING (metrics_id)
      ORDER BY wanted.position
      """;

  private static final String PHASES =
      """
      SELECT wanted.metrics_id, p.*
      FROM unnest(?) AS wanted (metrics_id)
      CROSS JOIN LATERAL (
        SELECT %s AS name, started_at, finished_at, success, left(error_code, 200) AS error_code,
          left(error_message, 500) AS error_message, count(*) OVER () AS phases
        FROM scanner.execution_phases AS p
        WHERE p.metrics_id = wanted.metrics_id
        ORDER BY phase_order, id
        LIMIT %d
      ) AS p
      """;

  /** A scan was lost in the phase that failed last; of nested ones that is the innermost. */
  private static final String LOST =
      """
      WITH lost AS MATERIALIZED (
        SELECT metrics_id, outcome, last_seen_phase FROM scanner.scan_slo
        WHERE %1$s AND NOT is_replay AND outcome IN ('failed', 'aborted')
        ORDER BY started_at DESC
        LIMIT %2$d
      )
      SELECT lost.outcome = 'aborted' AS aborted,
        CASE WHEN lost.outcome = 'aborted' THEN left(lost.last_seen_phase, 200) ELSE failed.name END AS phase,
        CASE WHEN lost.outcome = 'failed' THEN failed.error_code END AS error_code,
        count(*) AS scans, sum(count(*)) OVER () AS seen
      FROM lost
      LEFT JOIN LATERAL (
        SELECT %3$s AS name, left(p.error_code, 200) AS error_code
        FROM scanner.execution_phases AS p
        WHERE p.metrics_id = lost.metrics_id AND NOT p.success
        ORDER BY p.started_at DESC, p.phase_order DESC
        LIMIT 1
      ) AS failed ON true
      GROUP BY 1, 2, 3
      ORDER BY scans DESC, aborted, phase, error_code
      LIMIT %4$d
      """;

  private final Look look;

  StoryQueries(Look look) {
    this.look = look;
  }

  List<ScanStory> slowest() throws SQLException {
    return stories(SLOWEST.formatted(look.scope(), MOST_SCANS));
  }

  List<ScanStory> failed() throws SQLException {
    return stories(FAILED.formatted(look.scope(), MOST_SCANS));
  }

  List<ScanStory> inFlight() throws SQLException {
    return stories(IN_FLIGHT.formatted(look.everUntilThen(), MOST_IN_FLIGHT));
  }

  long inFlightCount() throws SQLException {
    return look.row(IN_FLIGHT_COUNT.formatted(look.everUntilThen()), row -> row.getLong("scans"));
  }

  /** In which ways scans were lost, and how many scans that was told from. */
  record Lost(List<LostScans> ways, long seen) {}

  Lost lost() throws SQLException {
    long[] seen = new long[1];
    List<LostScans> ways =
        look.rows(
            LOST.formatted(look.scope(), MOST_LOST, OtherPhaseQueries.NAME, MOST_WAYS),
            row -> {
              seen[0] = row.getLong("seen");
              return new LostScans(
                  row.getBoolean("aborted"),
                  row.getString("phase"),
                  row.getString("error_code"),
                  row.getLong("scans"));
            });
    return new Lost(ways, seen[0]);
  }

  private List<ScanStory> stories(String which) throws SQLException {
    UUID[] ids =
        look.rows(which, row -> row.getObject("metrics_id", UUID.class)).toArray(UUID[]::new);
    if (ids.length == 0) {
      return List.of();
    }
    Map<UUID, Phases> phases = phases(ids);
    return look.rows(
        STORIES,
        row ->
            story(row, phases.getOrDefault(row.getObject("metrics_id", UUID.class), Phases.NONE)),
        (Object) ids);
  }

  private record Phases(List<PhaseRun> runs, long count) {
    static final Phases NONE = new Phases(List.of(), 0);
  }

  private Map<UUID, Phases> phases(UUID[] ids) throws SQLException {
    Map<UUID, Phases> phases = new HashMap<>();
    look.rows(
        PHASES.formatted(OtherPhaseQueries.NAME, MOST_PHASES),
        row -> {
          long count = row.getLong("phases");
          return phases
              .computeIfAbsent(
                  row.getObject("metrics_id", UUID.class),
                  id -> new Phases(new ArrayList<>(), count))
              .runs()
              .add(run(row));
        },
        (Object) ids);
    return phases;
  }

  private static PhaseRun run(ResultSet row) throws SQLException {
    return new PhaseRun(
        row.getString("name"),
        Look.instant(row, "started_at"),
        Look.instantOrNull(row, "finished_at"),
        row.getBoolean("success"),
        row.getString("error_code"),
        row.getString("error_message"));
  }

  private static ScanStory story(ResultSet row, Phases phases) throws SQLException {
    @Nullable String id = row.getString("id");
    @Nullable Long took = Look.longOrNull(row, "took");
    @Nullable Instant lastSeenPhaseStartedAt =
        Look.instantOrNull(row, "last_seen_phase_started_at");
    return new ScanStory(
        id != null ? id : row.getString("scan_id"),
        row.getObject("tenant_id", UUID.class),
        row.getString("tenant"),
        row.getBoolean("is_replay"),
        row.getString("outcome"),
        Look.instant(row, "started_at"),
        took == null ? null : Duration.ofMillis(took),
        row.getString("last_seen_phase"),
        lastSeenPhaseStartedAt,
        row.getString("artifact_type"),
        row.getString("artifact_digest"),
        row.getString("scanner_version"),
        row.getInt("attempt"),
        row.getString("trace_id"),
        phases.runs(),
        phases.count());
  }
}
