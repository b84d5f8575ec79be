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
import org.junit.jupiter.params.provider.MethodSource;

/** Scans and phases that one call begins and another one ends, on whichever thread. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class PairsIT {
  private static ForkedJvm.Result without;
  private static ForkedJvm.Result with;
  private static TestDatabase database;

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    Application jobs = Application.compile("jobs");
    database = ScannerDatabase.create();
    without = ForkedJvm.on(jdk).run(jobs, "com.acme.jobs.Main");
    with =
        ForkedJvm.on(jdk)
            .withRules("jobs")
            .storingIn(database)
            .option("-Dscan.metrics.tenant.id=acme")
            .run(jobs, "com.acme.jobs.Main");
  }

  PairsIT(Jdk jdk) {
    assertThat(jdk).isNotNull();
  }

  @Test
  void theApplicationDoesWhatItDoesAndNobodyIsWarned() {
    with.prints(0, without.stdout().lines().toArray(String[]::new));
    assertThat(with.stderr().lines())
        .allMatch(line -> line.startsWith("[scan-metrics] INFO scan "));
  }

  @Test
  void theKeyIsTheScansIdWhereNoRuleSaysOtherwise() {
    assertThat(scans("attributes->>'scan.id', outcome"))
        .containsExactly(
            List.of("blue", "failed"),
            List.of("forgotten", "aborted"),
            List.of("green", "succeeded"),
            List.of("red", "succeeded"),
            List.of("ticket-1", "succeeded"),
            List.of("ticket-2", "succeeded"));
  }

  @Test
  void aStartThatComesTwiceIsTheSameScan() {
    assertThat(database.value("SELECT max(attempt) FROM scanner.scan_metrics")).isEqualTo(1);
  }

  @Test
  void theEndingCallsArgumentsAreReadBeforeItAndItsResultAfterIt() {
    assertThat(scans("finding_count, attributes->>'report.value', attributes->>'job.size'"))
        .containsExactly(
            Arrays.asList(0, null, "-1"),
            Arrays.asList(null, null, "1"),
            List.of(0, "0", "0"),
            List.of(3, "30", "2"),
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null));
  }

  @Test
  void aKeyMayBeWhatTheStartingCallReturns() {
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', attributes->>'purpose', attributes->>'drawn'"
                    + " FROM scanner.scan_metrics WHERE attributes ? 'purpose' ORDER BY 1"))
        .containsExactly(
            List.of("ticket-1", "first", "as ticket-1"),
            List.of("ticket-2", "second", "as ticket-2"));
    assertThat(
            database.value(
                "SELECT count(*) FROM scanner.scan_metrics one JOIN scanner.scan_metrics two"
                    + " ON one.started_at <= two.started_at AND two.finished_at <= one.finished_at"
                    + " WHERE one.attributes->>'scan.id' = 'ticket-1'"
                    + " AND two.attributes->>'scan.id' = 'ticket-2'"))
        .isEqualTo(1L);
  }

  @Test
  void whatTheStartingCallReturnsIsReadToo() {
    assertThat(
            database.rows(
                "SELECT phase_metrics->>'opened' FROM scanner.execution_phases ORDER BY 1"))
        .extracting(row -> row.get(0))
        .containsExactly(
            "opened blue",
            "opened blue",
            "opened green",
            "opened green",
            "opened red",
            "opened red");
  }

  @Test
  void whatTheStartingCallReturnsIsKnownOfAScanThatNeverEnds() {
    assertThat(scans("outcome, attributes->>'shelf'"))
        .contains(List.of("aborted", "shelf of forgotten"), List.of("succeeded", "shelf of red"));
  }

  @Test
  void phasesAreJoinedToTheirScanByTheKeyAndWithEachOtherByTheirOrder() {
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', phase_order, phase_metrics->>'stage', success,"
                    + " error_code FROM scanner.scan_metrics JOIN scanner.execution_phases"
                    + " USING (metrics_id) ORDER BY 1, 2"))
        .containsExactly(
            Arrays.asList("blue", 1, "second", false, "empty"),
            Arrays.asList("blue", 2, "first", false, "empty"),
            Arrays.asList("green", 1, "second", false, "empty"),
            Arrays.asList("green", 2, "first", false, "empty"),
            Arrays.asList("red", 1, "second", true, null),
            Arrays.asList("red", 2, "first", true, null));
  }

  private static List<List<Object>> scans(String columns) {
    return database.rows(
        "SELECT " + columns + " FROM scanner.scan_metrics ORDER BY attributes->>'scan.id'");
  }
}
