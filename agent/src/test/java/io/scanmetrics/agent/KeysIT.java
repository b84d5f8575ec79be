package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Phases that name their scan, before it begins, while it runs and after it has ended. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class KeysIT {
  private static Application parcels;
  private static ForkedJvm.Result carried;
  private static TestDatabase database;
  private final Jdk jdk;

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    parcels = Application.compile("parcels");
    database = ScannerDatabase.create();
    carried =
        ForkedJvm.on(jdk)
            .withRules("parcels")
            .storingIn(database)
            .option("-Dscan.metrics.tenant.id=acme", "-Dscan.metrics.log.level=warn")
            .run(parcels, "com.acme.parcels.Main");
  }

  KeysIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void aPhaseThatIsOverBeforeItsScanBeginsIsTheScansAllTheSame() {
    assertThat(phasesOf("early")).containsExactly("analyze", "ingest", "publish", "sign");
  }

  @Test
  void aPhaseInTheMiddleOfWhichItsScanBeginsIsTheScans() {
    assertThat(phasesOf("astride")).containsExactly("analyze", "ingest", "publish");
  }

  @Test
  void aPhaseThatEndsAfterItsScanIsTheScansAndSoIsOneThatBeginsAfterIt() {
    assertThat(phasesOf("late")).containsExactly("analyze", "analyze", "ingest", "publish", "sign");
  }

  @Test
  void whatComesToLightAtTheEndIsKeptWhereverTheScanBegins() {
    assertThat(
            database.rows(
                "SELECT phase_metrics->>'landed' FROM scanner.execution_phases"
                    + " WHERE phase_name = 'publish'"))
        .hasSize(3)
        .allMatch(row -> row.equals(List.of("landed")));
  }

  @Test
  void aScanThatIsNamedAndNeverBeginsIsNoScanAndItsPhasesAreNamedByTheirRules() {
    carried.prints(0, "carried");
    assertThat(phasesOf("never")).isEmpty();
    assertThat(carried.stderr().lines())
        .hasSize(4)
        .allMatch(
            line ->
                line.matches(
                    "\\[scan-metrics] WARN .*parcels\\.yaml:\\d+.* names the scan never,"
                        + " which never began, and is not counted"));
  }

  @Test
  void nobodyWaitsLongerThanTheOptionSays() throws Exception {
    ForkedJvm.Running waiting =
        ForkedJvm.on(jdk)
            .withRules("parcels")
            .option("-Dscan.metrics.orphan.timeout=50ms", "-Dscan.metrics.log.level=warn")
            .start(parcels, "com.acme.parcels.Main", "one that nobody takes in");
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (Files.readString(waiting.err()).lines().count() < 4 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    waiting.process().getOutputStream().close();

    ForkedJvm.Result result = waiting.await();

    result.prints(0, "waiting");
    assertThat(result.stderr().lines())
        .allMatch(line -> line.contains("which did not begin within 50 ms, and is not counted"));
  }

  private static List<Object> phasesOf(String parcel) {
    return database
        .rows(
            "SELECT phase_name FROM scanner.execution_phases JOIN scanner.scan_metrics"
                + " USING (metrics_id) WHERE attributes->>'scan.id' = '"
                + parcel
                + "' ORDER BY 1")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }
}
