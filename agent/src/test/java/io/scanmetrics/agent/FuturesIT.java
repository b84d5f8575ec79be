package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What returns a future ends when the future is done. Each step of the application takes 40 ms. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class FuturesIT {
  private static final String MAIN = "com.acme.futures.Main";

  private static ForkedJvm.Result without;
  private static ForkedJvm.Result with;
  private static TestDatabase database;

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    Application futures = Application.compile("futures");
    database = ScannerDatabase.create();
    without = ForkedJvm.on(jdk).run(futures, MAIN).says();
    with =
        ForkedJvm.on(jdk)
            .withRules("futures")
            .storingIn(database)
            .option("-Dscan.metrics.log.level=warn")
            .run(futures, MAIN);
  }

  FuturesIT(Jdk jdk) {
    assertThat(jdk).isNotNull();
  }

  @Test
  void theApplicationGetsItsOwnFuturesWithoutAnotherDependent() {
    with.prints(0, without.stdout().lines().toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"stage", "future", "fork", "own", "done"})
  void aPhaseEndsWithItsFutureAndReadsItsValue(String scan) {
    assertThat(rows(scan, "phase_name, duration_ms >= 40, success, phase_metrics->>'findings'"))
        .containsExactly(List.of("analyze", true, true, "2"));
  }

  @Test
  void aFutureThatFailsMakesThePhaseFailWithItsException() {
    assertThat(rows("failing", "duration_ms >= 40, success, error_code, error_message"))
        .containsExactly(
            List.of(true, false, "java.lang.IllegalArgumentException", "no such layer"));
  }

  @Test
  void aFutureThatIsCancelledMakesThePhaseFail() {
    assertThat(rows("cancelled", "duration_ms >= 40, success, error_code"))
        .containsExactly(List.of(true, false, "java.util.concurrent.CancellationException"));
  }

  @Test
  void onlyTheDeclaredTypeCounts() {
    assertThat(rows("anything", "duration_ms < 40, success")).containsExactly(List.of(true, true));
  }

  @Test
  void aPairEndsWithTheFutureOfItsSecondMethod() {
    assertThat(rows("pair", "phase_name, duration_ms >= 80, phase_metrics->>'findings'"))
        .containsExactly(List.of("ingest", true, "2"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"stage, succeeded, 2", "failing, failed,", "anything, succeeded, 2"})
  void aScanEndsWithItsFuture(String scan, String outcome, Integer findings) {
    assertThat(
            database.rows(
                "SELECT total_duration_ms >= 40, outcome, finding_count FROM scanner.scan_metrics"
                    + (" WHERE attributes->>'scan.id' = '" + scan + "'")))
        .containsExactly(Arrays.asList(true, outcome, findings));
  }

  private static List<List<Object>> rows(String scan, String columns) {
    return database.rows(
        "SELECT "
            + columns
            + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"
            + (" WHERE attributes->>'scan.id' = '" + scan + "'"));
  }
}
