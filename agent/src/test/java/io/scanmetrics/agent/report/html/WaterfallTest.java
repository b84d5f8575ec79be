package io.scanmetrics.agent.report.html;

import static io.scanmetrics.agent.report.Reports.run;
import static io.scanmetrics.agent.report.Reports.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.agent.report.html.Waterfall.Bar;
import io.scanmetrics.store.postgres.report.PhaseRun;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaterfallTest {

  @Test
  void aBarLiesWhereItsPhaseRan() {
    Waterfall waterfall =
        Waterfall.of(
            scan(Duration.ofSeconds(100), run("ingest", 0, 20.0), run("analyze", 25, 100.0)));

    assertThat(waterfall.rows())
        .extracting(Waterfall.Row::name, Waterfall.Row::took, Waterfall.Row::share)
        .containsExactly(tuple("ingest", "20 s", "20 %"), tuple("analyze", "1 min 15 s", "75 %"));
    assertThat(waterfall.bars())
        .containsExactly(
            new Bar("0.00%", "20.00%", "phase-ingest"),
            new Bar("25.00%", "75.00%", "phase-analyze"));
    assertThat(waterfall.more()).isEmpty();
  }

  @Test
  void severalExecutionsAreOneRowThatSaysHowMany() {
    Waterfall waterfall =
        Waterfall.of(scan(Duration.ofSeconds(10), run("vex", 0, 1.0), run("vex", 5, 6.0, false)));

    assertThat(waterfall.rows()).hasSize(1);
    assertThat(waterfall.rows().get(0).took()).isEqualTo("2 s in 2");
    assertThat(waterfall.rows().get(0).failed()).isTrue();
    assertThat(waterfall.rows().get(0).bars()).hasSize(2);
  }

  @Test
  void whatIsTooShortToBeSeenIsDrawnNevertheless() {
    Waterfall waterfall =
        Waterfall.of(scan(Duration.ofHours(1), run("ingest", 0, 0.0), run("sign", 3_600, 3_600.0)));

    assertThat(waterfall.bars())
        .containsExactly(
            new Bar("0.00%", "0.40%", "phase-ingest"), new Bar("99.60%", "0.40%", "phase-sign"));
  }

  @Test
  void aThousandExecutionsAreNoMoreBarsThanCanBeSeen() {
    PhaseRun[] runs =
        IntStream.range(0, 1_000)
            .mapToObj(i -> run("lookup", i * 0.1, i * 0.1 + 0.05))
            .toArray(PhaseRun[]::new);

    assertThat(Waterfall.of(scan(Duration.ofSeconds(100), runs)).bars()).hasSizeLessThan(300);
  }

  @Test
  void ofVeryManyPhasesTheFirstOnesAreShown() {
    PhaseRun[] runs =
        IntStream.range(0, 40).mapToObj(i -> run("step-" + i, i, i + 1.0)).toArray(PhaseRun[]::new);

    Waterfall waterfall = Waterfall.of(scan(Duration.ofSeconds(40), runs));

    assertThat(waterfall.rows()).hasSize(24);
    assertThat(waterfall.more()).isEqualTo("16 more phases not shown.");
  }

  @Test
  void aPhaseThatStillRunsReachesToNow() {
    Waterfall waterfall =
        Waterfall.of(
            scan(
                Duration.ofSeconds(100),
                "analyze",
                Duration.ofSeconds(40),
                run("ingest", 0, 40.0)));

    assertThat(waterfall.bars()).contains(new Bar("40.00%", "60.00%", "phase-analyze"));
  }
}
