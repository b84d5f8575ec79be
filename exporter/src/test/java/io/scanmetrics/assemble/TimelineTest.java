package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.AssemblyUnderTest.ROOMY;
import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final TestSpan SCAN = scan(1, 1, "nightly").from(0, 1_000);

  @Test
  void aPhaseThatNeverRanIsAbsent() {
    assertThat(millis(phase(1, 2, "analyze").inside(1).from(100, 350)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 250));
  }

  @Test
  void aPhaseThatTookNoTimeIsZero() {
    assertThat(millis(phase(1, 2, "sign").inside(1).from(100, 100)))
        .isEqualTo(Map.of(PhaseName.SIGN, 0));
  }

  @Test
  void overlappingExecutionsCountOnce() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 300),
                phase(1, 3, "analyze").inside(1).from(200, 500),
                phase(1, 4, "analyze").inside(1).from(700, 800)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 600));
  }

  @Test
  void timeInANestedPhaseIsTheNestedPhasesOnly() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 1_000),
                phase(1, 3, "ingest").inside(2).from(200, 500)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 700, PhaseName.INGEST, 300));
  }

  @Test
  void nestingGoesThroughAnyNumberOfLevels() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 1_000),
                phase(1, 3, "ingest").inside(2).from(200, 800),
                phase(1, 4, "analyze").inside(3).from(300, 500),
                phase(1, 5, "vex").inside(4).from(400, 450)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 400 + 150, PhaseName.INGEST, 400, PhaseName.VEX, 50));
  }

  @Test
  void aPhaseNestedInItselfIsOnePhase() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 1_000),
                phase(1, 3, "analyze").inside(2).from(200, 500)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 1_000));
  }

  @Test
  void aPhaseWithoutAColumnTakesItsTimeAwayFromTheOneAroundIt() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 1_000),
                phase(1, 3, "warm-up").inside(2).from(200, 500)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 700));
  }

  @Test
  void phasesOfOtherThreadsOverlapFreely() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 800),
                phase(1, 3, "reachability").inside(1).from(200, 900)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 800, PhaseName.REACHABILITY, 700));
  }

  @Test
  void whileOneThreadIsNestedAnotherOfTheSamePhaseStillCounts() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(1).from(0, 500),
                phase(1, 3, "ingest").inside(2).from(100, 300),
                phase(1, 4, "analyze").inside(1).from(200, 600)))
        .isEqualTo(Map.of(PhaseName.ANALYZE, 500, PhaseName.INGEST, 200));
  }

  @Test
  void whatRunsOutsideOfTheScanDoesNotCount() {
    assertThat(
            millis(
                phase(1, 2, "ingest").inside(1).from(-500, 100),
                phase(1, 3, "publish").inside(1).from(900, 5_000),
                phase(1, 4, "sign").inside(1).from(2_000, 3_000)))
        .isEqualTo(Map.of(PhaseName.INGEST, 100, PhaseName.PUBLISH, 100, PhaseName.SIGN, 0));
  }

  @Test
  void aScanWithoutAnEndIsClippedAtItsStartOnly() {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.started(SCAN);
    assembly.ended(phase(1, 2, "ingest").inside(1).from(-500, 5_000));
    assembly.abandonAll();

    assertThat(assembly.only().phaseMillis()).isEqualTo(Map.of(PhaseName.INGEST, 5_000));
  }

  @Test
  void onlyTheSumIsRoundedDown() {
    long zero = TestSpan.ZERO.toEpochMilli() * 1_000_000;

    assertThat(
            millis(
                phase(1, 2, "vex").inside(1).fromNanos(zero, zero + 600_999),
                phase(1, 3, "vex").inside(1).fromNanos(zero + 1_000_000, zero + 1_400_000)))
        .isEqualTo(Map.of(PhaseName.VEX, 1));
  }

  @Test
  void parentsThatFormARingDoNoHarm() {
    assertThat(
            millis(
                phase(1, 2, "analyze").inside(3).from(0, 500),
                phase(1, 3, "ingest").inside(4).from(100, 300),
                phase(1, 4, "vex").inside(2).from(200, 400),
                phase(1, 5, "sign").inside(5).from(600, 700)))
        .isEqualTo(
            Map.of(
                PhaseName.ANALYZE, 200,
                PhaseName.INGEST, 200,
                PhaseName.VEX, 100,
                PhaseName.SIGN, 100));
  }

  @Test
  void aHundredThousandExecutionsInOneNestAreNoTrouble() {
    int many = 100_000;
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String name = i % 2 == 0 ? "analyze" : "ingest";
      spans.add(phase(1, i + 2, name).inside(i + 1).fromNanos(nanos(i), nanos(2 * many - i)));
    }
    spans.add(scan(1, 1, "deep").fromNanos(nanos(0), nanos(2 * many)));

    Scan scan = AssemblyUnderTest.of(spans.toArray(TestSpan[]::new)).get(0);

    assertThat(scan.phases()).hasSize(2 * (ROOMY.rowsPerPhase() + 1));
    assertThat(scan.phaseMillis())
        .isEqualTo(Map.of(PhaseName.ANALYZE, many, PhaseName.INGEST, many));
  }

  private static long nanos(int millis) {
    return TestSpan.at(millis).toEpochMilli() * 1_000_000;
  }

  private static Map<PhaseName, Integer> millis(TestSpan... phases) {
    List<TestSpan> spans = new ArrayList<>(List.of(phases));
    spans.add(SCAN);
    return AssemblyUnderTest.of(spans.toArray(TestSpan[]::new)).get(0).phaseMillis();
  }
}
