package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A phase finds its scan whichever thread it runs on, and the application sees nothing of it. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class ThreadsIT {
  private static final int FEW = 3_000;
  private static final int MANY = 10_000;
  private static final Pattern PHASES = Pattern.compile("phases: (\\d+)");

  private final Jdk jdk;

  ThreadsIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void everyPhaseOfEightScansAtOnceIsBookedOnItsOwn() throws Exception {
    assertThatPhasesAreBookedOnTheirOwn(FEW);
  }

  @Test
  @Tag("long")
  void everyPhaseOf10000ScansIsBookedOnItsOwn() throws Exception {
    assertThatPhasesAreBookedOnTheirOwn(MANY);
  }

  private void assertThatPhasesAreBookedOnTheirOwn(int scans) throws Exception {
    TestDatabase database = ScannerDatabase.create();

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .lasting()
            .withRules("threads")
            .storingIn(database)
            .option("-Dscan.metrics.log.level=warn", "-Dscan.metrics.shutdown.timeout=40s")
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .run(Application.compile("threads"), "com.acme.threads.Main", String.valueOf(scans))
            .says(".* ran outside any scan and is not counted; .*");

    Matcher phases = PHASES.matcher(result.stdout());
    assertThat(phases.find()).as(result.stdout()).isTrue();
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', phase_metrics->>'meant.for'"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"
                    + " WHERE phase_metrics->>'meant.for' IS DISTINCT FROM attributes->>'scan.id'"))
        .as("phases on a wrong scan")
        .isEmpty();
    assertThat(
            database.rows(
                "SELECT count(DISTINCT metrics_id), count(phase_name) FROM scanner.scan_metrics"
                    + " LEFT JOIN scanner.execution_phases USING (metrics_id)"))
        .containsExactly(List.of((long) scans, Long.parseLong(phases.group(1))));
  }

  @Test
  void nothingThatAnApplicationCanSeeOfItsTasksChanges() throws Exception {
    Application application = Application.compile("unchanged");
    ForkedJvm.Result without = ForkedJvm.on(jdk).run(application, "com.acme.unchanged.Main").says();

    ForkedJvm.on(jdk)
        .withRules("unchanged")
        .option("-Dscan.metrics.log.level=warn")
        .run(application, "com.acme.unchanged.Main")
        .prints(0, without.stdout().lines().toArray(String[]::new))
        .says();
  }

  @Test
  void theJdkStaysAsItIsUntilAScanRuns() throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("threads")
            .option("-Xlog:redefine+class+load=info")
            .run(Application.compile("threads"), "com.acme.threads.Main", "0");

    assertThat(result.stdout()).contains("phases: 0").doesNotContain("redefine");
  }
}
