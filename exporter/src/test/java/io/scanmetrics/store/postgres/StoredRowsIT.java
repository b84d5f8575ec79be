package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.Progress;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.Scans;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rows look like to whoever asks with SQL. */
class StoredRowsIT {
  private static final StoreDatabase DATABASE = StoreDatabase.create();

  private final PostgresScanStore store = DATABASE.store();

  @BeforeEach
  void clear() {
    DATABASE.clear();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyColumnOfAScanIsFilled() throws Exception {
    Scan scan =
        Scans.withAttributes(
            Scans.withColumns(Scans.scanOfSixPhases(1), Scans.everyColumn()), Map.of("host", "a"));

    store.write(List.of(scan));

    assertThat(
            row(
                "SELECT metrics_id, scan_id, tenant_id, trace_id, span_id, outcome, attempt,"
                    + " earlier_attempts, total_duration_ms, attributes::TEXT,"
                    + " started_at = '2026-03-01 10:00:00.123456+00',"
                    + " finished_at = '2026-03-01 10:00:06.123456+00',"
                    + " last_seen_at = finished_at FROM scanner.scan_metrics"))
        .containsExactly(
            scan.metricsId(),
            scan.scanId(),
            Scans.TENANT,
            scan.traceId(),
            scan.spanId(),
            "succeeded",
            1,
            null,
            6000,
            "{\"host\": \"a\"}",
            true,
            true,
            true);
    for (ScanAttribute attribute : scan.columns().keySet()) {
      assertThat(value("SELECT " + attribute.column() + " FROM scanner.scan_metrics"))
          .as(attribute.column())
          .isEqualTo(scan.columns().get(attribute));
    }
  }

  @Test
  void theTimeOfEachPhaseIsThatOfTheWholeScan() throws Exception {
    Scan scan = Scans.scanOfSixPhases(1);
    Scan early = scan.withPhases(scan.phases().subList(0, 2));

    store.write(List.of(early));
    store.write(List.of(scan.withPhases(scan.phases().subList(2, 6))));

    for (PhaseName phase : PhaseName.values()) {
      if (phase.durationColumn() != null) {
        assertThat(value("SELECT " + phase.durationColumn() + " FROM scanner.scan_metrics"))
            .isEqualTo(scan.phaseMillis().get(phase));
      }
    }
  }

  @Test
  void aScanThatRunsHasNoFinishAndWasSeenWhenItSays() throws Exception {
    Scan running = Scans.ended(Scans.scan(1), Outcome.RUNNING, null);
    store.write(List.of(running.with(Progress.seenAt(Scans.START.plusSeconds(86_400)))));

    assertThat(
            row(
                "SELECT outcome, finished_at, total_duration_ms, is_replay, attributes,"
                    + " last_seen_at = '2026-03-02 10:00:00.123456+00'"
                    + " FROM scanner.scan_metrics"))
        .containsExactly("running", null, null, false, null, true);
  }

  @Test
  void aScanThatRunsSaysInWhichPhase() throws Exception {
    Scan running = Scans.ended(Scans.scan(1), Outcome.RUNNING, null);
    Instant seen = Scans.START.plusSeconds(90);
    store.write(List.of(running.with(new Progress(seen, "warm-up", Scans.START))));
    store.write(List.of(running.with(new Progress(seen.plusSeconds(10), "vex", seen))));

    assertThat(
            row(
                "SELECT last_seen_phase, last_seen_phase_started_at = last_seen_at - INTERVAL '10 s'"
                    + " FROM scanner.scan_metrics"))
        .containsExactly("vex", true);

    store.write(List.of(Scans.scan(1)));
    assertThat(row("SELECT last_seen_phase, outcome FROM scanner.scan_metrics"))
        .containsExactly(null, "succeeded");
  }

  @Test
  void everyColumnOfAPhaseIsFilled() throws Exception {
    Scan scan =
        Scans.scan(1)
            .withPhases(
                List.of(
                    Scans.phase(PhaseName.OTHER, 2, Duration.ofMillis(7), Duration.ofMillis(9)),
                    Scans.failedPhase(PhaseName.VEX, 3, "boom", "it went boom")));

    store.write(List.of(scan));

    assertThat(
            DATABASE
                .database()
                .rows(
                    "SELECT metrics_id, span_id, parent_span_id, phase_name, phase_order,"
                        + " duration_ms, success, error_code, error_message, phase_metrics::TEXT,"
                        + " started_at = '2026-03-01 10:00:00.123456+00'"
                        + " FROM scanner.execution_phases ORDER BY phase_order"))
        .containsExactly(
            List.of(
                scan.metricsId(),
                "0000000000000003",
                "00000000000000ff",
                "vex",
                1,
                0,
                false,
                "boom",
                "it went boom",
                "{\"n\": 1.5, \"names\": [\"a\", true]}",
                true),
            Arrays.asList(
                scan.metricsId(),
                "0000000000000002",
                null,
                "other",
                2,
                9,
                true,
                null,
                null,
                null,
                false));
  }

  @Test
  void aRowOfAnotherProgramIsAnAttemptLikeAnyOther() throws Exception {
    Scan scan = Scans.scan(1);
    UUID theirs = UUID.randomUUID();
    insertAsAnotherProgram(theirs, scan.scanId(), "2026-02-28 00:00:00Z");

    store.write(List.of(scan));

    assertThat(row("SELECT metrics_id, attempt, trace_id FROM scanner.scan_metrics"))
        .containsExactly(scan.metricsId(), 2, scan.traceId());
  }

  @Test
  void aLaterRowOfAnotherProgramStaysAndCounts() throws Exception {
    Scan scan = Scans.scan(1);
    UUID theirs = UUID.randomUUID();
    insertAsAnotherProgram(theirs, scan.scanId(), "2026-03-02 00:00:00Z");

    store.write(List.of(scan));

    assertThat(row("SELECT metrics_id, attempt, trace_id, t_sign_ms FROM scanner.scan_metrics"))
        .containsExactly(theirs, 2, null, 12);
  }

  @Test
  void whatAnotherProgramWroteIntoOurRowStays() throws Exception {
    Scan scan = Scans.scanOfSixPhases(1);
    store.write(List.of(scan.withPhases(scan.phases().subList(0, 1))));
    DATABASE
        .database()
        .execute(
            "UPDATE scanner.scan_metrics SET t_publish_ms = 77, proof_bundle_sha256 = 'p';"
                + "INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order,"
                + " started_at) SELECT metrics_id, 'other', 99, now() FROM scanner.scan_metrics");

    store.write(List.of(scan.withPhases(scan.phases().subList(0, 2))));

    assertThat(row("SELECT t_publish_ms, proof_bundle_sha256 FROM scanner.scan_metrics"))
        .containsExactly(77, "p");
    assertThat(value("SELECT count(*) FROM scanner.execution_phases")).isEqualTo(3L);
  }

  @Test
  void whenAScanWasFirstStoredStays() throws Exception {
    Scan running = Scans.ended(Scans.scan(1), Outcome.RUNNING, null);
    store.write(List.of(running.with(Progress.seenAt(Scans.START.plusSeconds(86_400)))));
    Object created = value("SELECT created_at FROM scanner.scan_metrics");

    store.write(List.of(Scans.scan(1)));

    assertThat(value("SELECT created_at FROM scanner.scan_metrics")).isEqualTo(created);
  }

  @Test
  void timesLongBeforeAndAfterTodayAreExact() throws Exception {
    Scan old = Scans.starting(Scans.scan(1), Instant.parse("1700-01-01T00:00:00.000001Z"));
    Scan far = Scans.starting(Scans.scan(2), Instant.parse("2262-04-11T23:47:15.854775Z"));

    store.write(List.of(old, far));

    assertThat(
            DATABASE
                .database()
                .rows("SELECT started_at::TEXT FROM scanner.scan_metrics ORDER BY started_at"))
        .containsExactly(
            List.of("1700-01-01 00:00:00.000001+00"), List.of("2262-04-11 23:47:15.854775+00"));
  }

  private void insertAsAnotherProgram(UUID metricsId, UUID scanId, String start) {
    DATABASE
        .database()
        .execute(
            """
            INSERT INTO scanner.scan_metrics
              (metrics_id, scan_id, tenant_id, started_at, finished_at, t_sign_ms)
            VALUES ('%s', '%s', '%s', '%s', '%s', 12)
            """
                .formatted(metricsId, scanId, Scans.TENANT, start, start));
  }

  private List<@Nullable Object> row(String sql) {
    List<List<@Nullable Object>> rows = DATABASE.database().rows(sql);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private @Nullable Object value(String sql) {
    return row(sql).get(0);
  }
}
