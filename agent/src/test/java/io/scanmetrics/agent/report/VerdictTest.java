package io.scanmetrics.agent.report;

import static io.scanmetrics.agent.report.Reports.breakdown;
import static io.scanmetrics.agent.report.Reports.hundred;
import static io.scanmetrics.agent.report.Reports.phase;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.Percentile;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void withoutScansThereIsNothingToFix() {
    Verdict verdict = Verdict.of(Reports.empty());

    assertThat(verdict.headline()).isEqualTo("No scan started in this time.");
    assertThat(verdict.first()).isNull();
    assertThat(verdict.reasons()).isEmpty();
  }

  @Test
  void whereBothTargetsAreMetNothingHasToBeFixed() {
    Verdict verdict =
        Verdict.of(
            Reports.of(
                hundred(90, 99, 0, 60_000.0, 200_000.0),
                breakdown(100, 1_000.0, phase("ingest", 0.3, 0.0), phase("analyze", 0.6, 1.0)),
                List.of()));

    assertThat(verdict.headline()).isEqualTo("Both targets are met.");
    assertThat(verdict.first()).isNull();
    assertThat(verdict.reasons()).containsExactly("Most time goes into analyze: 60 % of it.");
  }

  @Test
  void aLateP95IsBlamedOnWhatTheSlowestScansSpendMoreTimeIn() {
    Verdict verdict =
        Verdict.of(
            Reports.of(
                hundred(60, 90, 1, 100_000.0, 400_000.0),
                breakdown(
                    99, 200_000.0, phase("analyze", 0.6, 60_000.0), phase("vex", 0.1, 120_000.0)),
                List.of()));

    assertThat(verdict.headline()).isEqualTo("P95 misses its target. P50 meets its target.");
    assertThat(verdict.first()).isEqualTo("Fix vex first.");
    assertThat(verdict.reasons())
        .containsExactly(
            "The slowest tenth of scans, those of 4 min or more, takes 3 min 20 s longer than the"
                + " others on average; 60 % of that, 2 min, is vex.");
  }

  @Test
  void timeInNoPhaseIsToBeFoundOutFirst() {
    Verdict verdict =
        Verdict.of(
            Reports.of(
                hundred(10, 90, 0, 150_000.0, 400_000.0),
                breakdown(100, 200_000.0, phase("analyze", 0.2, 60_000.0)),
                List.of()));

    assertThat(verdict.headline()).isEqualTo("Both targets are missed.");
    assertThat(verdict.first()).startsWith("Find out first what runs outside the phases");
  }

  @Test
  void whereMostBreachesAreFailuresTheseComeFirst() {
    Verdict verdict =
        Verdict.of(
            Reports.of(
                hundred(80, 85, 12, 60_000.0, null),
                breakdown(88, 200_000.0, phase("analyze", 0.9, 200_000.0)),
                List.of(
                    new LostScans(false, "publish\u001b[2J", "ConnectException", 9),
                    new LostScans(false, null, null, 3))));

    assertThat(verdict.first()).isEqualTo("Fix publish\uFFFD[2J first: it fails.");
    assertThat(verdict.reasons())
        .containsExactly(
            "12 of the 15 scans without evidence within 5 min failed.",
            "9 scans failed in publish\uFFFD[2J with ConnectException.");
  }

  @Test
  void aLateP50IsBlamedOnWhatTakesMostTimeOfAll() {
    Verdict verdict =
        Verdict.of(
            Reports.of(
                hundred(40, 99, 1, 150_000.0, 200_000.0),
                breakdown(99, 9_000.0, phase("sign", 0.1, 9_000.0), phase("analyze", 0.7, 0.0)),
                List.of()));

    assertThat(verdict.headline()).isEqualTo("P95 meets its target. P50 misses its target.");
    assertThat(verdict.first()).isEqualTo("Fix analyze first.");
    assertThat(verdict.reasons())
        .containsExactly(
            "analyze takes 70 % of the time of all scans; half of those that have it spend 52 s or"
                + " more in it.");
  }

  @Test
  void whatDependsOnScansThatRunIsNotDecided() {
    Percentile open = new Percentile(null, 20_000);
    Verdict verdict =
        Verdict.of(
            Reports.of(
                new SloFigures(3, 0, 0, 0, 3, 0, 3, 0, 3, open, open),
                breakdown(0, null),
                List.of()));

    assertThat(verdict.p95()).isEqualTo(Standing.OPEN);
    assertThat(verdict.headline())
        .isEqualTo("Too early to say: it depends on scans that still run.");
    assertThat(verdict.first()).isNull();
    assertThat(verdict.reasons())
        .containsExactly("So few scans say little: P95 is the slowest of 3.");
  }
}
