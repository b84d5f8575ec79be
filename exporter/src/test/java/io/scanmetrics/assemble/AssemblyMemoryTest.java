package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.AssemblyTest.spanIds;
import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.plain;
import static io.scanmetrics.assemble.TestSpan.scan;
import static io.scanmetrics.assemble.TestSpan.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an assembly keeps, and what it forgets first. */
class AssemblyMemoryTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @Test
  void aScanIsRememberedForAWhileAfterItsEnd() {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.ended(scan(1, 1, "nightly"));
    assembly.pass(TEN_MINUTES);
    assembly.ended(phase(1, 2, "ingest").inside(1));
    assertThat(spanIds(assembly.only())).containsExactly(spanId(2));

    assembly.pass(Duration.ofNanos(1));

    assertThat(assembly.followed).isEmpty();
  }

  @Test
  void aPhaseThatComesAfterThatIsAnOrphanInTheEnd() {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.ended(scan(1, 1, "nightly"));
    assembly.pass(TEN_MINUTES.plusNanos(1));
    assembly.ended(phase(1, 2, "ingest").inside(1));
    assembly.abandonAll();

    assertThat(assembly.versions()).hasSize(1);
    assertThat(assembly.heard.orphans).containsExactly("ingest");
    assertThat(assembly.followed).isEmpty();
  }

  @Test
  void tracesOfPhasesThatNeverEndAreForgotten() {
    int spansBetween = 10;
    AssemblyUnderTest assembly =
        new AssemblyUnderTest(
            new AssemblyLimits(10, 10, TEN_MINUTES, 10, 10, spansBetween, 1_000, 1_000, 1_000));
    for (int trace = 1; trace <= 100; trace++) {
      assembly.began(phase(trace, 1, "ingest"));
    }

    assertThat(assembly.followed).hasSize(spansBetween);
  }

  @Test
  void aPhaseBelowASpanOfAForgottenScanIsAnOrphanAtOnce() {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.started(scan(1, 9, "still open").inside(8));
    assembly.ended(scan(1, 1, "nightly").inside(8), plain(1, 2).inside(1));
    assembly.pass(TEN_MINUTES.plusNanos(1));
    assembly.ended(phase(1, 3, "ingest").inside(2));

    assertThat(assembly.heard.orphans).containsExactly("ingest");
  }

  @Test
  void whatCannotBeDecidedWithAForgottenScanIsNotBookedOnAnother() {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.started(scan(1, 9, "still open").inside(8));
    assembly.ended(phase(1, 3, "ingest").inside(7).from(10, 20), scan(1, 1, "nightly").inside(8));
    assembly.pass(TEN_MINUTES.plusNanos(1));
    assembly.ended(scan(1, 9, "still open").inside(8));

    assertThat(assembly.heard.orphans).containsExactly("ingest");
    assertThat(assembly.latest()).allSatisfy(scan -> assertThat(scan.phases()).isEmpty());
  }

  @Test
  void ofFinishedScansTheOldestIsForgottenFirst() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(10_000, 2, 1_000));
    assembly.ended(scan(1, 1, "a"), scan(2, 2, "b"), scan(3, 3, "c"));

    assertThat(assembly.followed)
        .containsExactlyInAnyOrder(TestSpan.traceId(2), TestSpan.traceId(3));
    assertThat(assembly.latest()).hasSize(3);
  }

  @Test
  void ofOpenScansTheOldestIsGivenUpFirst() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(2, 1_000, 1_000));
    assembly.started(scan(1, 1, "a")).started(scan(2, 2, "b")).started(scan(3, 3, "c"));

    assertThat(assembly.only().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(assembly.only().spanId()).isEqualTo(spanId(1));
    assertThat(assembly.followed).hasSize(2);
  }

  @Test
  void whenItIsFullFinishedScansGoFirst() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(10, 10, 4));
    assembly.ended(phase(1, 2, "ingest").inside(1), scan(1, 1, "finished"));
    assembly.ended(phase(2, 4, "ingest").inside(3), phase(2, 5, "vex").inside(3));
    assertThat(assembly.followed).hasSize(2);

    assembly.ended(phase(2, 6, "sign").inside(3));

    assertThat(assembly.followed).containsExactly(TestSpan.traceId(2));
    assertThat(spanIds(assembly.only())).containsExactly(spanId(2));
    assertThat(assembly.heard.orphans).isEmpty();
  }

  @Test
  void afterThoseThePhasesThatWaitLongestForTheirScan() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(10, 10, 3));
    assembly.ended(
        phase(1, 2, "ingest").inside(1),
        phase(2, 3, "vex").inside(9),
        phase(3, 4, "sign").inside(9),
        phase(4, 5, "publish").inside(9));

    assertThat(assembly.heard.orphans).containsExactly("ingest");
    assertThat(assembly.followed).hasSize(3).doesNotContain(TestSpan.traceId(1));
  }

  @Test
  void phasesOfOpenScansAreNotForgottenButNewOnesRefused() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(10, 10, 2));
    assembly.started(scan(1, 1, "huge"));
    assembly.ended(
        phase(1, 2, "ingest").inside(1),
        phase(1, 3, "vex").inside(1),
        phase(1, 4, "sign").inside(1),
        phase(2, 5, "publish").inside(9));
    assembly.ended(scan(1, 1, "huge"));

    assertThat(spanIds(assembly.only())).containsExactly(spanId(2), spanId(3));
    assertThat(assembly.heard.refused).containsExactly("sign", "publish");
  }

  @Test
  void finishedScansAreForgottenBeforeTheyTakeAllTheRoomButTheLast() {
    AssemblyLimits limits =
        new AssemblyLimits(10, 10, TEN_MINUTES, 100, 5, 100, 1_000, 1_000, 1_000);
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits);
    for (int trace = 1; trace <= 3; trace++) {
      assembly.started(scan(trace, 1, "scan"));
      for (int phase = 2; phase <= 4; phase++) {
        assembly.ended(phase(trace, phase, "ingest").inside(1));
      }
      assembly.ended(scan(trace, 1, "scan"));
      assembly.giveOut();
    }

    assertThat(assembly.followed).containsExactly(TestSpan.traceId(3));
  }

  @Test
  void longValuesTakeMoreRoom() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits(10, 10, 5));
    assembly.ended(
        phase(1, 2, "ingest").inside(1),
        phase(2, 3, "vex").inside(9).with("note", "x".repeat(6_000)));
    assertThat(assembly.heard.refused).containsExactly("vex");
    assertThat(assembly.heard.orphans).isEmpty();

    assembly.ended(phase(3, 4, "sign").inside(9).with("note", "x".repeat(4_096)));
    assertThat(assembly.heard.orphans).containsExactly("ingest");
    assertThat(assembly.followed).containsExactly(TestSpan.traceId(3));
  }

  @Test
  void ofSpansInBetweenTheOldestIsForgottenFirst() {
    AssemblyUnderTest assembly =
        new AssemblyUnderTest(
            new AssemblyLimits(10, 10, TEN_MINUTES, 100, 100, 2, 1_000, 1_000, 1_000));
    assembly.started(scan(1, 1, "one").inside(9)).started(scan(1, 2, "other").inside(9));
    assembly.ended(plain(1, 3).inside(1), plain(1, 4).inside(1), plain(1, 5).inside(1));
    assembly.ended(phase(1, 6, "lost").inside(3), phase(1, 7, "found").inside(5));
    assembly.abandonAll();

    assertThat(assembly.heard.orphans).containsExactly("lost");
    assertThat(assembly.heard.phasesFinished).containsExactly(spanId(7));
  }

  @Test
  void theUsualLimitsFollowTheHeap() {
    assertThat(AssemblyLimits.of(64L << 20).units()).isEqualTo(4_096);
    assertThat(AssemblyLimits.of(64L << 20).openScans()).isEqualTo(2_048);
    assertThat(AssemblyLimits.of(64L << 30).openScans()).isEqualTo(20_000);
    assertThat(AssemblyLimits.of(64L << 30).units()).isEqualTo(100_000);
    assertThat(AssemblyLimits.of(64L << 20).finishedUnits()).isEqualTo(4_096);
    assertThat(AssemblyLimits.of(64L << 30).finishedUnits()).isEqualTo(20_000);
  }

  private static AssemblyLimits limits(int open, int finished, int units) {
    return new AssemblyLimits(open, finished, TEN_MINUTES, units, units, 100, 1_000, 1_000, 1_000);
  }
}
