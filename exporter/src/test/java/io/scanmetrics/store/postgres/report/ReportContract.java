package io.scanmetrics.store.postgres.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.scanmetrics.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a report tells of a few scans, held against figures computed by hand. */
abstract class ReportContract {
  private Told told;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    told = new Told(server());
  }

  @Test
  void anEmptyDatabaseHasNothingToTell() {
    ScanReport report = told.report();

    assertThat(report.anyEver()).isFalse();
    assertThat(report.total().scans()).isZero();
    assertThat(report.total().p95()).isNull();
    assertThat(report.total().complianceP95()).isNull();
    assertThat(List.of(report.steps(), report.durations(), report.tenants(), report.lost()))
        .allMatch(List::isEmpty);
    assertThat(report.phases().phases()).isEmpty();
    assertThat(report.slowest()).isEmpty();
  }

  @Test
  void theStepsCountAsTheViewOfTheSloDoes() {
    told.scan("10:00", 60);
    told.scan("10:01", 100, "outcome = 'succeeded'");
    told.scan("10:02", 200, "outcome = 'succeeded'");
    told.scan("10:03", 1, "outcome = 'failed'");
    told.scan("10:04", null, "outcome = 'aborted'");
    told.scan("10:05", null, "outcome = 'running'", "last_seen_at = now()");
    told.scan("10:06", 1, "is_replay = true");
    told.scan("11:59", 300);
    told.scan("12:00", 1);
    told.scan("09:59", 1);

    ScanReport report = told.report();

    assertThat(report.total())
        .isEqualTo(
            new SloFigures(
                7,
                4,
                1,
                1,
                1,
                2,
                0,
                3,
                0,
                new Percentile(300_000.0, 300_000.0),
                new Percentile(null, Double.POSITIVE_INFINITY)));
    assertThat(report.total().complianceP95()).isEqualTo(3 / 7.0);
    assertThat(report.total().breachedP95()).isEqualTo(4);
    assertThat(report.steps())
        .extracting(step -> step.start().toString())
        .containsExactly("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z");
    assertThat(report.steps())
        .extracting(step -> step.slo().complianceP50())
        .containsExactly(2 / 6.0, 0.0);
    assertThat(
            told.database()
                .rows(
                    """
                    SELECT scan_count, succeeded_count, failed_count, aborted_count, running_count, tte_p50_ms
                    FROM scanner.slo_stats
                    WHERE hour_bucket >= TIMESTAMPTZ '2026-03-01 10:00:00+00' ORDER BY hour_bucket LIMIT 2
                    """))
        .hasToString(
            report.steps().stream()
                .map(SloStep::slo)
                .map(
                    slo ->
                        List.of(
                            slo.scans(),
                            slo.succeeded(),
                            slo.failed(),
                            slo.aborted(),
                            slo.running(),
                            String.valueOf(slo.p50() == null ? null : slo.p50().millis())))
                .toList()
                .toString());
  }

  @Test
  void aDurationBelongsToTheBandThatItBegins() {
    told.scan("10:00", 119.999);
    told.scan("10:00", 120);
    told.scan("10:00", 149);
    told.scan("10:00", 0);
    told.scan("10:00", 700_000);
    told.scan("10:00", 130, "outcome = 'failed'");

    assertThat(told.report().durations())
        .containsExactly(
            new DurationBand(0, 100L, 1),
            new DurationBand(90_000, 120_000L, 1),
            new DurationBand(120_000, 150_000L, 2),
            new DurationBand(604_800_000, null, 1));
  }

  @Test
  void theTimeOfScansGoesIntoTheirPhases() {
    for (int i = 0; i < 9; i++) {
      told.scan("10:00", 10, "t_ingest_ms = 2000", "t_analyze_ms = 6000");
    }
    told.scan("11:00", 110, "t_ingest_ms = 4000", "t_analyze_ms = 100000", "t_sign_ms = 500");
    told.scan("11:00", 110, "t_ingest_ms = 4000", "t_analyze_ms = 100000", "t_sign_ms = 500");
    told.scan("11:00", 900, "t_publish_ms = 900000", "outcome = 'failed'");

    PhaseBreakdown phases = told.report().phases();

    assertThat(phases.scans()).isEqualTo(11);
    assertThat(phases.slowFromMillis()).isEqualTo(110_000);
    assertThat(phases.slowScans()).isEqualTo(2);
    assertThat(phases.slowExtra()).isEqualTo(100_000.0);
    assertThat(phases.phases())
        .extracting(
            PhaseFigures::name, PhaseFigures::scans, PhaseFigures::p50, PhaseFigures::slowExtra)
        .containsExactly(
            tuple("ingest", 11L, 2_000.0, 2_000.0),
            tuple("analyze", 11L, 6_000.0, 94_000.0),
            tuple("sign", 2L, 500.0, 500.0));
    assertThat(phases.phases().get(1).share()).isCloseTo(254 / 310.0, within(1e-9));
    assertThat(phases.steps()).extracting(PhaseStep::scans).containsExactly(9L, 2L);
    assertThat(phases.steps().get(0).shares())
        .containsEntry("ingest", 0.2)
        .containsEntry("other", 0.0);
  }

  @Test
  void scansThatAllTookTheSameHaveNoSlowestTenth() {
    told.scan("10:00", 10, "t_ingest_ms = 2000");
    told.scan("10:00", 10, "t_ingest_ms = 2000");

    PhaseBreakdown phases = told.report().phases();
    assertThat(phases.slowScans()).isZero();
    assertThat(phases.slowExtra()).isNull();
    assertThat(phases.phases()).extracting(PhaseFigures::slowExtra).containsOnlyNulls();
  }

  @Test
  void aPhaseThatIsNoneOfTheSixCountsByItsOwnNameOnceAndWithoutThoseInsideIt() {
    String scan = told.scan("10:00", 20, "t_ingest_ms = 3000");
    told.phase(scan, "unpack", 0, 6, "span_id = 'a'");
    told.phase(scan, "unpack", 4, 10, "span_id = 'b'");
    told.phase(scan, "ingest", 1, 4, "span_id = 'c'", "parent_span_id = 'a'");
    told.phase(scan, "unpack", 2, 3, "span_id = 'd'", "parent_span_id = 'a'");
    told.phase(scan, "download", 12, 30);

    PhaseBreakdown phases = told.report().phases();

    assertThat(phases.sampled()).isEqualTo(1);
    assertThat(phases.phases())
        .extracting(PhaseFigures::name)
        .containsExactly("ingest", "download", "unpack");
    assertThat(phases.phases())
        .extracting(PhaseFigures::p50)
        .containsExactly(3_000.0, 8_000.0, 8_000.0);
    assertThat(phases.phases()).extracting(PhaseFigures::share).containsExactly(0.15, 0.4, 0.4);
    assertThat(phases.steps().get(0).shares()).containsEntry("other", 0.8);
  }

  @Test
  void executionsThatShareARowTookWhatTheyTookTogether() {
    String scan = told.scan("10:00", 20);
    told.phase(scan, "cache", 1, 1.5);
    told.folded(scan, "cache", 1.2, 19, 490);

    List<PhaseFigures> phases = told.report().phases().phases();

    assertThat(phases).extracting(PhaseFigures::name).containsExactly("cache");
    assertThat(phases).extracting(PhaseFigures::p50).containsExactly(990.0);
  }

  @Test
  void aScanWasLostInTheInnermostPhaseOfTheLastThatFailed() {
    String failed = told.scan("10:00", 9, "outcome = 'failed'");
    told.phase(failed, "vex", 0, 1, "success = false", "error_code = 'Ignored'");
    told.phase(failed, "publish", 2, 9, "success = false", "error_code = 'Outer'");
    told.phase(failed, "upload", 3, 8, "success = false", "error_code = 'Timeout'");
    told.scan("10:01", null, "outcome = 'aborted'", "last_seen_phase = 'analyze'");
    told.scan("10:02", null, "outcome = 'aborted'", "last_seen_phase = 'analyze'");
    told.scan("10:03", 1, "outcome = 'failed'");

    ScanReport report = told.report();

    assertThat(report.lost())
        .containsExactly(
            new LostScans(true, "analyze", null, 2),
            new LostScans(false, "upload", "Timeout", 1),
            new LostScans(false, null, null, 1));
    assertThat(report.lostSeen()).isEqualTo(4);
  }

  @Test
  void theSlowestAndTheLatestFailedScansAreToldWithTheirPhases() {
    for (int i = 0; i < 12; i++) {
      told.scan("10:%02d".formatted(i), i + 1);
    }
    String failed = told.scan("11:00", 9, "outcome = 'failed'", "trace_id = 'abc'", "attempt = 3");
    told.phase(failed, "ingest", 0, 2);
    told.phase(
        failed,
        "download",
        2,
        9,
        "success = false",
        "error_code = 'E'",
        "error_message = repeat('x', 900)");
    told.scan(
        "11:01",
        null,
        "outcome = 'running'",
        "last_seen_at = TIMESTAMPTZ '2026-03-01 11:01:42+00'",
        "last_seen_phase = 'vex'");

    ScanReport report = told.report();

    assertThat(report.slowest())
        .extracting(ScanStory::took)
        .startsWith(Duration.ofSeconds(12), Duration.ofSeconds(11))
        .hasSize(10);
    assertThat(report.failed()).extracting(ScanStory::outcome).containsExactly("aborted", "failed");
    ScanStory died = report.failed().get(0);
    assertThat(died.took()).isEqualTo(Duration.ofSeconds(42));
    assertThat(died.phaseAtEnd()).isEqualTo("vex");
    ScanStory story = report.failed().get(1);
    assertThat(story.id()).isEqualTo(failed);
    assertThat(story.tenantName()).isEqualTo("acme");
    assertThat(story.traceId()).isEqualTo("abc");
    assertThat(story.attempt()).isEqualTo(3);
    assertThat(story.phases()).extracting(PhaseRun::name).containsExactly("ingest", "download");
    assertThat(story.phases().get(1).finishedAt()).isEqualTo(Instant.parse("2026-03-01T11:00:09Z"));
    assertThat(story.phases().get(1).errorMessage()).hasSize(500);
  }

  @Test
  void aScanOfVeryManyPhasesIsToldByItsFirst() {
    String scan = told.scan("10:00", 9);
    told.database()
        .execute(
            """
            INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
            SELECT metrics_id, 'analyze', n, started_at, finished_at
            FROM scanner.scan_metrics, generate_series(1, 1200) AS n
            """);

    ScanStory story = told.report().slowest().get(0);
    assertThat(story.id()).isEqualTo(scan);
    assertThat(story.phases()).hasSize(1_000);
    assertThat(story.phaseCount()).isEqualTo(1_200);
  }

  @Test
  void whatRunsIsToldHoweverLongAgoItStarted() {
    told.scan(
        "now() - INTERVAL '9 days'",
        null,
        "outcome = 'running'",
        "last_seen_at = now()",
        "last_seen_phase = 'analyze'",
        "last_seen_phase_started_at = now() - INTERVAL '8 days'");
    told.scan(
        "now() - INTERVAL '1 minute'",
        null,
        "outcome = 'running'",
        "last_seen_at = now()",
        "is_replay = true");
    told.scan(
        "now() - INTERVAL '1 hour'",
        null,
        "outcome = 'running'",
        "last_seen_at = now() - INTERVAL '50 minutes'");

    ScanReport report = told.report(null, Duration.ofDays(7), null);

    assertThat(report.inFlightCount()).isEqualTo(2);
    assertThat(report.inFlight()).extracting(ScanStory::replay).containsExactly(false, true);
    ScanStory hung = report.inFlight().get(0);
    assertThat(hung.took()).isBetween(Duration.ofDays(9), Duration.ofDays(10));
    assertThat(hung.phaseAtEnd()).isEqualTo("analyze");
    assertThat(hung.phaseAtEndSince()).isAfter(hung.startedAt());
    assertThat(report.period().to()).isEqualTo(report.asOf());
  }

  @Test
  void tenantsAreToldApartTheWorstFirst() {
    told.scanOf("acme", "10:00", 1);
    told.scanOf("acme", "10:00", 2);
    told.scanOf("globex", "10:00", 500);

    ScanReport all = told.report();
    assertThat(all.tenants()).extracting(TenantFigures::name).containsExactly("globex", "acme");
    assertThat(all.tenants()).extracting(tenant -> tenant.slo().scans()).containsExactly(1L, 2L);

    ScanReport one = told.report("globex", Duration.ofHours(2), Told.NOON);
    assertThat(one.total().scans()).isEqualTo(1);
    assertThat(one.tenantName()).isEqualTo("globex");
    assertThat(one.phases().scans()).isEqualTo(1);
    assertThat(one.durations()).hasSize(1);
    assertThat(one.slowest()).hasSize(1);
    assertThat(told.report("initech", Duration.ofHours(2), Told.NOON).anyEver()).isFalse();
  }
}
