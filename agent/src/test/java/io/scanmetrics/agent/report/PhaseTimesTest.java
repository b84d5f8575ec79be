package io.scanmetrics.agent.report;

import static io.scanmetrics.agent.report.Reports.run;
import static io.scanmetrics.agent.report.Reports.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.report.PhaseTimes.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void executionsThatOverlapAreOneStretchOfTime() {
    List<PhaseTimes> phases =
        PhaseTimes.of(
            scan(
                TEN_SECONDS,
                run("analyze", 1, 4.0),
                run("analyze", 2, 3.0),
                run("vex", 4, 5.0),
                run("analyze", 4, 6.0),
                run("analyze", 8, 9.0)));

    assertThat(phases).extracting(PhaseTimes::name).containsExactly("analyze", "vex");
    assertThat(phases.get(0).runs()).hasSize(4);
    assertThat(phases.get(0).spans())
        .containsExactly(new Span(1_000, 6_000), new Span(8_000, 9_000));
    assertThat(phases.get(0).millis()).isEqualTo(6_000);
  }

  @Test
  void aPhaseStaysWithinItsScan() {
    List<PhaseTimes> phases =
        PhaseTimes.of(
            scan(
                TEN_SECONDS,
                run("ingest", -5, 2.0),
                run("publish", 9, 30.0),
                run("sign", 20, 21.0)));

    assertThat(phases).extracting(PhaseTimes::millis).containsExactly(2_000L, 1_000L, 0L);
  }

  @Test
  void thePhaseThatTheScanIsInLastsUntilNow() {
    List<PhaseTimes> phases =
        PhaseTimes.of(scan(TEN_SECONDS, "analyze", Duration.ofSeconds(4), run("ingest", 0, 4.0)));

    assertThat(phases).extracting(PhaseTimes::name).containsExactly("ingest", "analyze");
    assertThat(phases.get(1).spans()).containsExactly(new Span(4_000, 10_000));
  }

  @Test
  void ofAScanThatDiedUnseenNobodyKnowsHowLongItsPhaseTook() {
    assertThat(PhaseTimes.of(scan(null, run("ingest", 1, null))).get(0).spans())
        .containsExactly(new Span(1_000, 1_000));
  }

  @Test
  void theLongestPhasesAreNamedWithTheirShares() {
    assertThat(
            PhaseTimes.inWords(
                scan(
                    TEN_SECONDS,
                    run("a", 0, 1.0),
                    run("b", 1, 6.0),
                    run("c", 6, 8.0),
                    run("d", 8, 8.04))))
        .isEqualTo("b 50 %, c 20 %, a 10 %");
    assertThat(PhaseTimes.inWords(scan(Duration.ZERO, run("a", 0, 0.0)))).isEmpty();
  }

  @Test
  void theLastPhaseThatFailedIsWhatAScanFailedIn() {
    assertThat(
            PhaseTimes.failure(
                scan(
                    TEN_SECONDS,
                    run("a", 0, 1.0, false),
                    run("b", 1, 9.0, false),
                    run("c", 2, 8.0, false),
                    run("d", 8, 9.0))))
        .isEqualTo(run("c", 2, 8.0, false));
    assertThat(PhaseTimes.failure(scan(TEN_SECONDS, run("a", 0, 1.0)))).isNull();
  }
}
