package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.plain;
import static io.scanmetrics.assemble.TestSpan.scan;
import static io.scanmetrics.assemble.TestSpan.spanId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private final AssemblyUnderTest assembly = new AssemblyUnderTest();

  @Test
  void aScanComesOutWhenItsSpanHasEnded() {
    assembly.started(scan(1, 1, "nightly").from(0, 0));
    assembly.ended(phase(1, 2, "ingest").inside(1).from(10, 20));
    assertThat(assembly.versions()).isEmpty();

    assembly.ended(scan(1, 1, "nightly").from(0, 100));

    Scan scan = assembly.only();
    assertThat(scan.startedAt()).isEqualTo(TestSpan.at(0));
    assertThat(scan.finishedAt()).isEqualTo(TestSpan.at(100));
    assertThat(scan.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(spanIds(scan)).containsExactly(spanId(2));
  }

  @Test
  void phasesWaitForTheirScanHoweverLongItTakes() {
    assembly.ended(phase(1, 2, "ingest").inside(1));
    assembly.pass(Duration.ofHours(5));
    assembly.ended(scan(1, 1, "nightly"));

    assertThat(spanIds(assembly.only())).containsExactly(spanId(2));
  }

  @Test
  void aLatePhaseIsMergedIntoItsScan() {
    assembly.ended(phase(1, 2, "ingest").inside(1), scan(1, 1, "nightly"));
    assembly.ended(phase(1, 3, "publish").inside(1).from(2_000, 3_000));

    assertThat(assembly.versions()).hasSize(2);
    assertThat(spanIds(assembly.only())).containsExactly(spanId(2), spanId(3));
  }

  @Test
  void spansThatComeTwiceCountOnce() {
    TestSpan scan = scan(1, 1, "nightly").with("scan.package.count", -1);
    TestSpan phase = phase(1, 2, "ingest").inside(1).with("scan.finding.count", 3);
    assembly.started(scan).ended(phase, scan);
    Scan once = assembly.only();

    assembly.started(scan).ended(phase, scan, scan, phase);

    assertThat(assembly.versions()).containsExactly(once);
    assertThat(assembly.heard.started).isEqualTo(1);
    assertThat(assembly.heard.scansFinished).containsExactly(Outcome.SUCCEEDED);
    assertThat(assembly.heard.phasesFinished).containsExactly(spanId(2));
    assertThat(assembly.heard.unfit).hasSize(1);
  }

  @Test
  void phasesAreCountedByTheirStart() {
    assembly.ended(
        phase(1, 5, "sign").inside(1).from(300, 400),
        phase(1, 3, "analyze").inside(1).from(100, 200),
        phase(1, 4, "vex").inside(1).from(100, 150),
        scan(1, 1, "nightly"));

    assertThat(assembly.only().phases())
        .extracting(PhaseExecution::spanId, PhaseExecution::order)
        .containsExactly(tuple(spanId(3), 1), tuple(spanId(4), 2), tuple(spanId(5), 3));
  }

  @Test
  void aPhaseKnowsThePhaseAroundItPastSpansThatAreNone() {
    assembly.ended(
        phase(1, 4, "ingest").inside(3),
        plain(1, 3).inside(2),
        phase(1, 2, "analyze").inside(1),
        scan(1, 1, "nightly"));

    assertThat(assembly.only().phases())
        .extracting(PhaseExecution::parentSpanId)
        .containsExactly(null, spanId(2));
  }

  @Test
  void whatIsLearntLateOfTheNestingChangesTheScan() {
    assembly.ended(
        phase(1, 4, "ingest").inside(3).from(100, 200),
        phase(1, 2, "analyze").inside(1).from(0, 500),
        scan(1, 1, "nightly"));
    assertThat(assembly.only().phases().get(1).parentSpanId()).isNull();

    assembly.ended(plain(1, 3).inside(2));

    assertThat(assembly.only().phases().get(1).parentSpanId()).isEqualTo(spanId(2));
  }

  @Test
  void aScanThatIsCutOffIsAbortedWithThePhasesThatHadEnded() {
    assembly.started(scan(1, 1, "nightly").with("scan.artifact.digest", "sha256:abc"));
    assembly.ended(phase(1, 2, "ingest").inside(1));
    assembly.abandonAll();

    Scan scan = assembly.only();
    assertThat(scan.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(scan.finishedAt()).isNull();
    assertThat(scan.columns()).containsValue("sha256:abc");
    assertThat(spanIds(scan)).containsExactly(spanId(2));
    assertThat(assembly.heard.scansFinished).containsExactly(Outcome.ABORTED);
  }

  @Test
  void thatTheSpanOfAnAbortedScanIsEndedLaterIsNoEndOfTheScan() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.abandonAll();
    assembly.ended(scan(1, 1, "nightly").failed("the JVM ended before the scan did"));

    assertThat(assembly.versions()).hasSize(1);
    assertThat(assembly.only().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void aPhaseThatEndsAfterItsScanWasAbortedIsAddedToIt() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.abandonAll();
    assembly.ended(phase(1, 2, "ingest").inside(1));

    assertThat(assembly.only().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(spanIds(assembly.only())).containsExactly(spanId(2));
    assertThat(assembly.heard.scansFinished).containsExactly(Outcome.ABORTED);
  }

  @Test
  void phasesThatStillWaitInTheEndAreOrphans() {
    assembly.ended(phase(1, 2, "warm-up").inside(1));
    assembly.abandonAll();

    assertThat(assembly.heard.orphans).containsExactly("warm-up");
    assertThat(assembly.heard.phasesFinished).isEmpty();
    assertThat(assembly.followed).isEmpty();
  }

  static List<String> spanIds(Scan scan) {
    return scan.phases().stream().map(PhaseExecution::spanId).toList();
  }
}
