package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.WaitingTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** However a scan and its JVM end, what is known of the scan is written. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class EndingsIT {
  private final Jdk jdk;
  private final Application application = Application.compile("endings");
  private TestDatabase database;

  EndingsIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @BeforeEach
  void prepare() throws Exception {
    database = ScannerDatabase.create();
  }

  @Test
  void anExitInsideTheScanLeavesItAborted() throws Exception {
    run("endings", "exit")
        .prints(7, "exit")
        .says("\\[scan-metrics\\] INFO scan nightly aborted after at least \\S+ m?s: ingest .*");

    assertThat(
            database.rows(
                "SELECT outcome, finished_at IS NULL, total_duration_ms IS NULL,"
                    + " last_seen_at >= started_at, last_seen_phase FROM scanner.scan_metrics"))
        .containsExactly(List.of("aborted", true, true, true, "publish"));
    assertThat(database.value("SELECT count(*) FROM scanner.tte_stats")).isEqualTo(0L);
  }

  @Test
  void phasesThatReturnedBeforeTheExitAreKept() throws Exception {
    run("endings", "exit");

    assertThat(
            database.rows(
                "SELECT phase_name, success, finished_at IS NOT NULL"
                    + " FROM scanner.execution_phases ORDER BY phase_order"))
        .containsExactly(List.of("ingest", true, true));
  }

  @WaitingTest
  void aScanThatHangsIsSeenWithThePhaseInWhichItDoes() throws Exception {
    hang(4);
  }

  @WaitingTest
  @Tag("long")
  void aScanThatHangsIsSeenAgainAndAgain() throws Exception {
    hang(12);
  }

  /** Until its last sign of life is more than so many seconds later than its start. */
  private void hang(int seconds) throws Exception {
    ForkedJvm.Running hanging =
        ForkedJvm.on(jdk)
            .withRules("endings")
            .storingIn(database)
            .start(application, "com.acme.endings.Main", "hang");
    try {
      await(
          "SELECT phase, phase_finished_at IS NULL, phase_count, age_seconds < 60"
              + " FROM scanner.scans_in_flight",
          List.of("publish", true, 1L, true));
      await(
          "SELECT outcome, last_seen_at > started_at + INTERVAL '%d s' FROM scanner.scan_metrics"
              .formatted(seconds),
          List.of("running", true));

      hanging.process().getOutputStream().close();
      hanging.await().prints(0, "end of main");
    } finally {
      hanging.process().destroyForcibly();
    }

    String longer = " > 1000 * " + seconds;
    assertThat(
            database.rows(
                "SELECT outcome, last_seen_phase IS NULL, total_duration_ms"
                    + longer
                    + " FROM scanner.scan_metrics"))
        .containsExactly(List.of("succeeded", true, true));
    assertThat(
            database.rows(
                "SELECT phase_name, duration_ms"
                    + longer
                    + " FROM scanner.execution_phases ORDER BY phase_order"))
        .containsExactly(List.of("ingest", false), List.of("publish", true));
  }

  @Test
  void anUncaughtExceptionEndsTheScanAndThenTheApplication() throws Exception {
    ForkedJvm.Result result = run("endings", "uncaught").prints(1);

    assertThat(result.stderr())
        .contains("Exception in thread \"main\" java.lang.IllegalStateException: no disk")
        .doesNotContain("ScanMetrics", "io.scanmetrics", "WARN");
    assertThat(
            database.rows(
                "SELECT outcome, total_duration_ms IS NOT NULL, success, error_code, error_message"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"
                    + " WHERE phase_name = 'publish'"))
        .containsExactly(
            List.of("failed", true, false, "java.lang.IllegalStateException", "no disk"));
  }

  @Test
  void aHaltLeavesWhatTheNextJvmStores(@TempDir Path folder) throws Exception {
    String spool = "-Dscan.metrics.spool.dir=" + folder.resolve("spool");
    ForkedJvm.on(jdk)
        .withRules("endings")
        .storingIn(database)
        .option(spool)
        .run(application, "com.acme.endings.Main", "halt")
        .prints(9, "halt")
        .says();
    ForkedJvm.on(jdk)
        .withRules("endings")
        .storingIn(database)
        .option(spool)
        .run(application, "com.acme.endings.Main", "phases");

    assertThat(
            database.rows(
                "SELECT outcome, phase_name, success FROM scanner.scan_metrics"
                    + " JOIN scanner.execution_phases USING (metrics_id)"))
        .containsExactly(List.of("aborted", "ingest", true));
  }

  @Test
  void tooLittleMemoryInAPhaseIsItsFailure() throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("endings")
            .storingIn(database)
            .option("-Xmx64m", "-Dscan.metrics.shutdown.timeout=30s")
            .run(application, "com.acme.endings.Main", "memory")
            .prints(1);

    assertThat(result.stderr())
        .contains("Exception in thread \"main\" java.lang.OutOfMemoryError")
        .doesNotContain("io.scanmetrics", "WARN");
    assertThat(
            database.rows(
                "SELECT outcome, phase_name, success, error_code FROM scanner.scan_metrics"
                    + " JOIN scanner.execution_phases USING (metrics_id) ORDER BY phase_order"))
        .containsExactly(
            Arrays.asList("failed", "ingest", true, null),
            Arrays.asList("failed", "publish", false, "java.lang.OutOfMemoryError"));
  }

  /** Wherever in the agent a thread runs out of it, other threads are measured as before. */
  @Test
  void tooLittleStackInAPhaseHidesNoOther() throws Exception {
    run("whole-jvm", "overflow").prints(0, "end of main");

    assertThat(
            database.rows(
                "SELECT phase_name, success, count(*) FROM scanner.execution_phases"
                    + " WHERE phase_name = 'publish' GROUP BY 1, 2"))
        .containsExactly(List.of("publish", true, 10L));
  }

  @Test
  void theSameScanAgainIsANewAttempt() throws Exception {
    run("endings", "again")
        .prints(0, "end of main")
        .says("\\[scan-metrics\\] INFO scan nightly .*", "\\[scan-metrics\\] INFO scan nightly .*");

    assertThat(
            database.rows(
                "SELECT attempt, outcome, count(*) FROM scanner.scan_metrics"
                    + " JOIN scanner.execution_phases USING (metrics_id) GROUP BY 1, 2"))
        .containsExactly(List.of(2, "succeeded", 2L));
  }

  @Test
  void anotherRunOfTheSameScanIsANewAttempt() throws Exception {
    run("endings", "exit");
    run("endings", "again");

    assertThat(database.rows("SELECT attempt, outcome FROM scanner.scan_metrics"))
        .containsExactly(List.of(3, "succeeded"));
  }

  @Test
  void aScanCanBeTheWholeJvm() throws Exception {
    run("whole-jvm", "phases")
        .prints(0, "end of main")
        .says("\\[scan-metrics\\] INFO scan the-run \\S+ m?s: ingest .*, publish .*");

    assertThat(
            database.rows(
                "SELECT outcome, total_duration_ms IS NOT NULL, count(*) FROM scanner.scan_metrics"
                    + " JOIN scanner.execution_phases USING (metrics_id) GROUP BY 1, 2"))
        .containsExactly(List.of("succeeded", true, 2L));
  }

  @Test
  void whatTheAgentDoesItselfIsNoPhase() throws Exception {
    run("own-work", "phases").prints(0, "end of main");

    assertThat(database.rows("SELECT phase_name FROM scanner.execution_phases"))
        .containsExactly(List.of("ingest"));
  }

  @Test
  void aScanThatIsTheWholeJvmEndsWithItsExit() throws Exception {
    run("whole-jvm", "exit").prints(7, "exit");

    assertThat(database.rows("SELECT outcome, finished_at IS NOT NULL FROM scanner.scan_metrics"))
        .containsExactly(List.of("succeeded", true));
  }

  @Test
  void aScanThatIsTheWholeJvmFailedIfAPhaseDid() throws Exception {
    run("whole-jvm", "failed-phase").prints(0, "publish: no disk", "end of main");

    assertThat(
            database.rows(
                "SELECT outcome, finished_at IS NOT NULL, attributes->>'error.type'"
                    + " FROM scanner.scan_metrics"))
        .containsExactly(List.of("failed", true, "a phase failed"));
  }

  private void await(String sql, List<Object> row) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!database.rows(sql).equals(List.of(row))) {
      assertThat(System.nanoTime()).as("%s, still waiting for %s", sql, row).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private ForkedJvm.Result run(String rules, String how) throws Exception {
    return ForkedJvm.on(jdk)
        .withRules(rules)
        .storingIn(database)
        .run(application, "com.acme.endings.Main", how);
  }
}
