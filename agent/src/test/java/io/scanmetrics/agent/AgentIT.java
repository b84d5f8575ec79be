package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.NameBasedUuid;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans of an application that knows nothing of the agent end as rows. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class AgentIT {
  private static final UUID TENANTS = UUID.fromString("954120af-16e6-579e-bab2-c65a94c07c94");
  private static final UUID ACME = NameBasedUuid.of(TENANTS, "acme");
  private static final String MAIN = "com.acme.scanner.Main";
  private static final String[] SCANS = {"good", "broken", "unreadable", "replay"};

  private static ForkedJvm.Result without;
  private static ForkedJvm.Result with;
  private static TestDatabase database;

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    Application scanner = Application.compile("scanner");
    database = ScannerDatabase.create();
    without = ForkedJvm.on(jdk).run(scanner, MAIN, SCANS);
    with =
        ForkedJvm.on(jdk)
            .withRules("scanner")
            .storingIn(database)
            .environment("SCANNER_VERSION", "2.7.1")
            .environment("SCANNER_IMAGE_DIGEST", "sha256:feed")
            .run(scanner, MAIN, SCANS);
  }

  AgentIT(Jdk jdk) {
    assertThat(jdk).isNotNull();
  }

  @Test
  void theApplicationDoesWhatItDoesWithoutTheAgent() {
    without.prints(
        3,
        "good: [CVE-1, CVE-2]",
        "broken: cannot read sha256:broken",
        "unreadable: []",
        "replay: [CVE-1, CVE-2]");
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.exitCode()).isEqualTo(without.exitCode());
    without.says();
  }

  @Test
  void oneLineSumsUpEachScan() {
    String time = "\\S+ m?s";
    String share = time + " \\d+ %";
    String scan = "\\[scan-metrics\\] INFO scan nightly-";
    with.says(
        scan + "good " + time + ": ingest " + share + ", analyze " + share + ", publish " + share,
        scan
            + ("broken failed after " + time)
            + (": ingest " + share + " \\(failed: java.lang.IllegalStateException\\)"),
        scan
            + ("unreadable " + time + ": ingest " + share)
            + (", analyze " + share + " \\(failed: E_UNREADABLE\\), publish " + share),
        scan + "replay \\(replay\\) " + time + ": ingest .*");
  }

  @Test
  void aScanIsKnownByTheIdsThatTheApplicationGaveIt() {
    assertThat(database.rows("SELECT scan_id, tenant_id, surface_id FROM scanner.scan_metrics"))
        .hasSize(SCANS.length)
        .contains(
            List.of(NameBasedUuid.of(ACME, "nightly-good"), ACME, NameBasedUuid.of(ACME, "main")));
    assertThat(
            database.value(
                "SELECT count(*) FROM scanner.scan_metrics"
                    + " WHERE metrics_id = trace_id::UUID AND length(span_id) = 16"))
        .isEqualTo((long) SCANS.length);
  }

  @Test
  void whatTheRulesReadStandsInItsColumns() {
    assertThat(
            rows(
                "artifact_digest, artifact_type, findings_sha256, package_count, finding_count,"
                    + " is_replay, scanner_version, scanner_image_digest"))
        .containsExactly(
            row("sha256:broken", "oci_image", null, null, null, false, "2.7.1", "sha256:feed"),
            row("sha256:good", "oci_image", "7b08ee82", 3, 2, false, "2.7.1", "sha256:feed"),
            row("sha256:replay", "oci_image", "7b08ee82", 3, 2, true, "2.7.1", "sha256:feed"),
            row("sha256:unreadable", "oci_image", "1", 3, 0, false, "2.7.1", "sha256:feed"));
  }

  @Test
  void aScanFailedIfItsMethodThrew() {
    assertThat(rows("artifact_digest, outcome, attempt, finished_at IS NOT NULL"))
        .containsExactly(
            row("sha256:broken", "failed", 1, true),
            row("sha256:good", "succeeded", 1, true),
            row("sha256:replay", "succeeded", 1, true),
            row("sha256:unreadable", "succeeded", 1, true));
  }

  @Test
  void phasesStandInTheOrderInWhichTheyBegan() {
    assertThat(phases("good"))
        .containsExactly(
            row(1, "ingest", true, null, null, null),
            row(2, "analyze", true, null, null, "jar"),
            row(3, "publish", true, null, null, null));
  }

  @Test
  void anExceptionIsTheFailureOfItsPhase() {
    assertThat(phases("broken"))
        .containsExactly(
            row(
                1,
                "ingest",
                false,
                "java.lang.IllegalStateException",
                "cannot read sha256:broken",
                null));
  }

  @Test
  void aPhaseThatSaysSoFailedWithoutAnException() {
    assertThat(phases("unreadable").get(1))
        .isEqualTo(row(2, "analyze", false, "E_UNREADABLE", null, "jar"));
  }

  @Test
  void theSeedsViewsAnswerFromTheseRows() {
    assertThat(
            database.rows(
                "SELECT tte_ms >= 60,"
                    + " ingest_percent + analyze_percent + publish_percent <= 100"
                    + " FROM scanner.scan_tte WHERE artifact_digest = 'sha256:good'"))
        .containsExactly(row(true, true));
  }

  private static List<List<@Nullable Object>> rows(String columns) {
    return database.rows(
        "SELECT " + columns + " FROM scanner.scan_metrics ORDER BY artifact_digest");
  }

  private static List<List<@Nullable Object>> phases(String scan) {
    return database.rows(
        "SELECT phase_order, phase_name, success, error_code, error_message,"
            + " phase_metrics->>'analyzer.name'"
            + " FROM scanner.execution_phases JOIN scanner.scan_metrics USING (metrics_id)"
            + (" WHERE artifact_digest = 'sha256:" + scan + "' ORDER BY phase_order"));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
