package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as an execution of a phase, for every way to write a method. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class CallsIT {
  private static final String MAIN = "com.acme.shapes.Main";

  private static ForkedJvm.Result without;
  private static ForkedJvm.Result with;
  private static TestDatabase database;

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    Application shapes = Application.compile("shapes");
    database = ScannerDatabase.create();
    without = ForkedJvm.on(jdk).run(shapes, MAIN);
    with = ForkedJvm.on(jdk).withRules("shapes").storingIn(database).run(shapes, MAIN);
  }

  CallsIT(Jdk jdk) {
    assertThat(jdk).isNotNull();
  }

  @Test
  void noWayOfWritingAMethodChangesWhatItDoes() {
    without.says();
    with.prints(0, without.stdout().lines().toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "overloads              | analyze",
        "super-calls            | analyze",
        "decorators             | analyze",
        "default-methods        | analyze",
        "lambdas                |",
        "excluded               |",
        "recursion              | analyze",
        "nested-each            | analyze analyze analyze",
        "bridges                | analyze",
        "annotated              | analyze",
        "triage                 | vex analyze vex",
        "overload-by-parameters | sign",
        "own-name               | other",
        "phases-in-phases       | analyze ingest",
        "checked                | publish",
        "errors                 | publish",
        "goes-on                | publish sign",
        "inner                  | analyze",
        "outer                  |",
        "same                   | analyze",
      })
  void executionsCountAsWritten(String scan, String phases) {
    assertThat(
            database.rows(
                "SELECT string_agg(phase_name, ' ' ORDER BY phase_order)"
                    + " FILTER (WHERE phase_name <> 'reachability')"
                    + " FROM scanner.scan_metrics LEFT JOIN scanner.execution_phases"
                    + " USING (metrics_id)"
                    + (" WHERE attributes->>'scan.id' = '" + scan + "' GROUP BY metrics_id")))
        .singleElement()
        .satisfies(row -> assertThat(row.get(0)).isEqualTo(phases));
  }

  /** The same calls as above, which a second rule means with {@code nested: each}. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "overloads, 2",
    "super-calls, 2",
    "decorators, 2",
    "default-methods, 2",
    "lambdas, 0",
    "excluded, 0",
    "phases-in-phases, 1"
  })
  void whereTheRuleSaysSoCallsInsideCallsCountAsWell(String scan, long executions) {
    assertThat(
            database.value(
                "SELECT count(*) FROM scanner.scan_metrics JOIN scanner.execution_phases"
                    + " USING (metrics_id) WHERE phase_name = 'reachability'"
                    + (" AND attributes->>'scan.id' = '" + scan + "'")))
        .isEqualTo(executions);
  }

  @Test
  void anExceptionThatTheScanCatchesIsTheFailureOfThePhaseAlone() {
    assertThat(
            database.rows(
                "SELECT outcome, phase_name, success, error_code, error_message"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases"
                    + " USING (metrics_id) WHERE attributes->>'scan.id' = 'goes-on'"
                    + " ORDER BY phase_order"))
        .containsExactly(
            List.of("succeeded", "publish", false, "java.io.FileNotFoundException", "layer.tar"),
            Arrays.asList("succeeded", "sign", true, null, null));
  }

  @Test
  void methodsOfEveryKindAreMeasured() {
    assertThat(phaseCount("kinds")).isEqualTo(12L);
  }

  @Test
  void aPhaseOfAnotherNameKeepsIt() {
    assertThat(
            database.value(
                "SELECT phase_metrics->>'scan.phase.name' FROM scanner.execution_phases"
                    + " WHERE phase_name = 'other'"))
        .isEqualTo("warm-up");
  }

  @Test
  void errorsOfTheJvmAreFailuresLikeAnyOther() {
    assertThat(
            database.rows(
                "SELECT outcome, success, error_code FROM scanner.scan_metrics"
                    + " JOIN scanner.execution_phases USING (metrics_id)"
                    + " WHERE attributes->>'scan.id' IN ('checked', 'errors') ORDER BY error_code"))
        .containsExactly(
            List.of("failed", false, "java.io.FileNotFoundException"),
            List.of("failed", false, "java.lang.StackOverflowError"));
  }

  @Test
  void aScanInsideAnotherLeavesTheOuterOneItsOwnRow() {
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', outcome FROM scanner.scan_metrics"
                    + " WHERE attributes->>'scan.id' IN ('inner', 'outer', 'same') ORDER BY 1"))
        .containsExactly(
            List.of("inner", "succeeded"),
            List.of("outer", "succeeded"),
            List.of("same", "succeeded"));
  }

  @Test
  void aPhaseOutsideAnyScanIsNamedOnceForEachRule() {
    assertThat(with.stderr().lines().filter(line -> !line.contains(" INFO ")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).matches(outside("analyze")),
            line -> assertThat(line).matches(outside("reachability")));
  }

  @Test
  void theTenantOfScansWithoutOneIsToldOnce() {
    assertThat(with.stderr().lines().filter(line -> !line.contains(" INFO scan ")))
        .filteredOn(line -> line.contains(" INFO "))
        .singleElement()
        .asString()
        .contains("scan.metrics.tenant.id", "00000000-0000-0000-0000-000000000000");
    assertThat(database.rows("SELECT DISTINCT tenant_id FROM scanner.scan_metrics"))
        .containsExactly(List.of(new UUID(0, 0)));
  }

  private static String outside(String phase) {
    return "\\[scan-metrics\\] WARN phase "
        + phase
        + ": com\\.acme\\.shapes\\.Analyzer.* outside any scan.*";
  }

  private static long phaseCount(String scan) {
    Object count =
        database.value(
            "SELECT count(*) FROM scanner.scan_metrics JOIN scanner.execution_phases"
                + " USING (metrics_id)"
                + (" WHERE attributes->>'scan.id' = '" + scan + "'"));
    return count instanceof Long number ? number : -1;
  }
}
