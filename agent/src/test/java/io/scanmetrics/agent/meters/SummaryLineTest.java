package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.assemble.PhaseExecution;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryLineTest {

  @Test
  void aScanIsToldWithItsPhasesInOrderOfTheirFirstStart() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("analyze", 1_100, 6_100)
                    .phase("ingest", 0, 1_100)
                    .phase("publish", 6_100, 6_140)
                    .succeededAfter(8_200)))
        .isEqualTo(
            "scan 7c9e2a04… 8.2 s: ingest 1.1 s 13 %, analyze 5.0 s 61 %, publish 40 ms 0 %");
  }

  @Test
  void whatRunsInParallelOrNestedCountsOnce() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("analyze", 0, 1_000)
                    .phase("analyze", 500, 1_500)
                    .phase("analyze", 600, 700)
                    .succeededAfter(2_000)))
        .isEqualTo("scan 7c9e2a04… 2.0 s: analyze 1.5 s 75 %");
  }

  @Test
  void otherPhasesStandUnderTheirOwnNames() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("download", 0, 300)
                    .phase("unpack", 300, 400)
                    .phase("download", 200, 500)
                    .succeededAfter(1_000)))
        .isEqualTo("scan 7c9e2a04… 1.0 s: download 500 ms 50 %, unpack 100 ms 10 %");
  }

  @Test
  void executionsThatShareARowAreCountedAndTookWhatTheyTookTogether() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("cache", 0, 100)
                    .phase(folded("cache", 50, 90_000, 49_000, 3, 490.0))
                    .succeededAfter(100_000)))
        .isEqualTo("scan 7c9e2a04… 100.0 s: cache 590 ms 1 % (3 of 49001 failed)");
  }

  private static PhaseExecution folded(
      String name, long from, long to, long executions, long failures, double sumMillis) {
    PhaseExecution row = TestScans.execution(name, from, to, failures == 0, null);
    return new PhaseExecution(
        row.spanId(),
        null,
        row.phase(),
        0,
        row.startedAt(),
        row.finishedAt(),
        row.success(),
        null,
        null,
        Map.of(
            ScanSpans.PHASE_NAME,
            name,
            "folded.executions",
            executions,
            "folded.failures",
            failures,
            "folded.sum_ms",
            sumMillis));
  }

  @Test
  void aFailureIsToldWhereItHappened() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("ingest", 0, 500)
                    .failedPhase("analyze", 500, 1_000, "IOException")
                    .failedAfter(1_000)))
        .isEqualTo(
            "scan 7c9e2a04… failed after 1.0 s: ingest 500 ms 50 %,"
                + " analyze 500 ms 50 % (failed: IOException)");
  }

  @Test
  void someOfManyFailuresAreCounted() {
    assertThat(
            SummaryLine.of(
                TestScans.scan()
                    .phase("vex", 0, 10)
                    .failedPhase("vex", 10, 20, null)
                    .failedPhase("sign", 20, 30, null)
                    .succeededAfter(100)))
        .isEqualTo(
            "scan 7c9e2a04… 100 ms: vex 20 ms 20 % (1 of 2 failed), sign 10 ms 10 % (failed)");
  }

  @Test
  void aReplayIsCalledOne() {
    assertThat(
            SummaryLine.of(
                TestScans.scan().with(ScanAttribute.REPLAY, true).succeededAfter(59_960)))
        .isEqualTo("scan 7c9e2a04… (replay) 60.0 s");
  }

  @Test
  void aScanThatWasCutOffIsToldAsFarAsItIsKnown() {
    assertThat(SummaryLine.of(TestScans.scan().phase("ingest", 0, 1_500).aborted()))
        .isEqualTo("scan 7c9e2a04… aborted after at least 1.5 s: ingest 1.5 s 100 %");
    assertThat(SummaryLine.of(TestScans.scan().aborted()))
        .isEqualTo("scan 7c9e2a04… aborted after at least 0 ms");
  }

  @Test
  void aScanWithATextForAnIdIsCalledByIt() {
    assertThat(SummaryLine.of(TestScans.scan().named("nightly-42").succeededAfter(0)))
        .isEqualTo("scan nightly-42 0 ms");
    assertThat(SummaryLine.of(TestScans.scan().named("x".repeat(500)).succeededAfter(0)))
        .hasSizeLessThan(100);
  }
}
