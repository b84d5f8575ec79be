package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of a scan while it runs. */
class SignsOfLifeTest {
  private final AssemblyUnderTest assembly = new AssemblyUnderTest();

  @Test
  void aShortScanIsGivenOutOnce() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.pass(Duration.ofSeconds(5).minusNanos(1));
    assembly.ended(scan(1, 1, "nightly"));
    assembly.pass(Duration.ofHours(1));

    assertThat(assembly.versions()).extracting(Scan::outcome).containsExactly(Outcome.SUCCEEDED);
  }

  @Test
  void aScanThatRunsForSecondsIsGivenOutWithItsPhasesSoFar() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.ended(phase(1, 2, "ingest").inside(1));
    assembly.pass(Duration.ofSeconds(5));

    assertThat(assembly.only().outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(assembly.only().finishedAt()).isNull();
    assertThat(assembly.only().phases()).hasSize(1);
    assertThat(assembly.only().progress()).isEqualTo(Progress.seenAt(assembly.now()));
  }

  @Test
  void itGivesASignOfLifeEveryTenSeconds() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.pass(Duration.ofSeconds(5));
    assembly.pass(Duration.ofSeconds(10).minusNanos(1));
    assertThat(assembly.versions()).hasSize(1);

    assembly.pass(Duration.ofNanos(1));

    assertThat(assembly.versions()).hasSize(2);
    assertThat(assembly.only().progress().lastSeenAt()).isEqualTo(assembly.now());
  }

  @Test
  void itTellsThePhaseThatStartedLastOfThoseThatRun() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.began(phase(1, 2, "analyze").inside(1).from(10, 20));
    assembly.began(phase(1, 3, "ingest").inside(2).from(12, 14));
    assembly.began(phase(7, 4, "vex").with("scan.id", "nightly").from(11, 20));
    assembly.began(phase(7, 5, "sign").with("scan.id", "another").from(30, 40));
    assembly.pass(Duration.ofSeconds(5));
    assertThat(assembly.only().progress())
        .isEqualTo(new Progress(assembly.now(), "ingest", TestSpan.ZERO.plusMillis(12)));

    assembly.ended(phase(1, 3, "ingest").inside(2).from(12, 14));
    assembly.pass(Duration.ofSeconds(10));

    assertThat(assembly.only().progress().phase()).isEqualTo("vex");
  }

  @Test
  void aScanThatIsCutOffTellsThePhaseInWhichItWas() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.began(phase(1, 2, "analyze").inside(1).from(10, 20));
    assembly.abandonAll();

    assertThat(assembly.only().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(assembly.only().progress())
        .isEqualTo(new Progress(assembly.now(), "analyze", TestSpan.ZERO.plusMillis(10)));
  }

  @Test
  void aPhaseThatEndsLaterAllTheSameIsNotTheOneInWhichItWas() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.began(phase(1, 2, "analyze").inside(1).from(10, 20));
    assembly.abandonAll();
    assembly.ended(phase(1, 2, "analyze").inside(1).from(10, 20));

    assertThat(assembly.only().progress().phase()).isNull();
  }

  @Test
  void itMayGetItsNameWhileItRuns() {
    SpanRecord later = scan(1, 1, "nightly").data();
    assembly.take(new SpanEvent.ScanStarted(() -> later, scan(1, 1, "").data()));
    assembly.pass(Duration.ofSeconds(5));

    assertThat(assembly.only().scanId()).isNotEqualTo(assembly.only().metricsId());
  }

  @Test
  void aFinishedScanIsSeenLastAtItsFinish() {
    assembly.started(scan(1, 1, "nightly"));
    assembly.pass(Duration.ofSeconds(60));
    assembly.ended(scan(1, 1, "nightly").from(0, 60_000));

    assertThat(assembly.only().progress())
        .isEqualTo(Progress.seenAt(TestSpan.ZERO.plusMillis(60_000)));
  }
}
