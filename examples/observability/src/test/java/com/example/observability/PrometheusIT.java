package com.example.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes a scanner under the packaged agent. */
@Needs("prometheus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {
  /** A meter with what it is told apart by; names with a colon are those of recording rules. */
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![:\\w])scan_\\w+(\\{[^}]*\\})?(?![:\\w(])");

  private TestDatabase database;
  private MeasuredScanner scanner;
  private PrometheusServer prometheus;

  @BeforeAll
  void scan(@TempDir Path folder) throws Exception {
    database = ScanDatabase.empty();
    scanner = MeasuredScanner.start("-Dscan.metrics.jdbc.url=" + database.jdbcUrl());
    // The class that rules name brings the agent's endpoint with it.
    scanner.tell("replay first");
    prometheus = PrometheusServer.start(folder, scanner.address());
    await("scan_slo_scans_total");
    for (String command : new String[] {"scan one", "scan two", "scan three", "fail four"}) {
      scanner.tell(command);
    }
    scanner.tell("orphan");
    scanner.tell("hang five");
    await("sum(scan_slo_scans_total) == 4 and on () sum(scan_active) == 1");
    await("job_slo:scan_breaches:ratio15m");
    await("scan_metrics_orphan_phases_total");
  }

  @AfterAll
  void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (scanner != null) {
      scanner.close();
    }
  }

  private JsonNode await(String expression) throws Exception {
    return Await.present(
        () -> {
          JsonNode result = prometheus.query(expression);
          return result.isEmpty() ? null : result;
        },
        () -> expression + " is empty; meters: " + scanner.meters());
  }

  @Test
  void everyRuleCanBeEvaluated() throws Exception {
    int rules = 0;
    for (JsonNode group : prometheus.data("rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok");
        rules++;
      }
    }
    assertThat(rules).isEqualTo(30);
  }

  @Test
  void everyMeterThatARuleReadsIsServedWithItsLabels() throws Exception {
    Set<String> selectors = new TreeSet<>();
    for (JsonNode group : prometheus.data("rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        Matcher matcher = SELECTOR.matcher(rule.path("query").asText());
        while (matcher.find()) {
          selectors.add(matcher.group());
        }
      }
    }

    assertThat(selectors).hasSizeGreaterThan(8);
    for (String selector : selectors) {
      assertThat(prometheus.query(selector)).as(selector).isNotEmpty();
    }
  }

  @Test
  void everyExpressionOfTheDashboardHasData() throws Exception {
    for (JsonNode panel : Dashboard.read("scan-metrics-prometheus").panels()) {
      for (JsonNode target : panel.path("targets")) {
        await(Dashboard.promql(target.path("expr").asText()));
      }
    }
  }

  @Test
  void aFailedScanBreachesBothTargetsAndAFastOneNone() throws Exception {
    for (String slo : new String[] {"p50", "p95"}) {
      // Until the rule has been evaluated with all four scans it has the share of fewer.
      await("abs(job_slo:scan_breaches:ratio15m{slo=\"" + slo + "\"} - 0.25) < 0.01");
    }
  }

  @Test
  void anOrphanPhaseIsAnAlert() throws Exception {
    JsonNode alert = await("ALERTS{alertname=\"ScanPhasesOrphaned\", alertstate=\"firing\"}");

    assertThat(alert.path(0).path("metric").path("rule").asText()).contains("vex");
  }

  @Test
  void exemplarsLeadFromAHistogramToTheRowOfAScan() throws Exception {
    for (String histogram : new String[] {"scan_tte_seconds_bucket", "scan_phase_seconds_bucket"}) {
      JsonNode series =
          Await.present(
              () -> {
                JsonNode known = prometheus.data(exemplarsOf(histogram));
                return known.isEmpty() ? null : known;
              },
              scanner::meters);
      for (JsonNode exemplar : series.path(0).path("exemplars")) {
        String trace = exemplar.path("labels").path("trace_id").asText();
        String rows = "SELECT count(*) FROM scanner.scan_metrics WHERE trace_id = '" + trace + "'";
        Await.until(() -> Objects.equals(database.value(rows), 1L), () -> exemplar);
      }
    }
  }

  private static String exemplarsOf(String histogram) {
    Instant now = Instant.now();
    return "query_exemplars?query=%s&start=%s&end=%s"
        .formatted(histogram, now.minusSeconds(600), now.plusSeconds(60));
  }

  @Test
  void aScannerThatIsKilledWhileItScansIsAnAlert(@TempDir Path folder) throws Exception {
    try (MeasuredScanner doomed = MeasuredScanner.start()) {
      doomed.tell("hang up");
      try (PrometheusServer own = PrometheusServer.start(folder, doomed.address())) {
        Await.until(() -> !own.query("scan_active == 1").isEmpty(), doomed::meters);
        doomed.kill();
        String alert = "ALERTS{alertname=\"ScannerGoneWhileScanning\", alertstate=\"pending\"}";
        Await.until(() -> !own.query(alert).isEmpty(), () -> own.query("scan_active"));
      }
    }
  }
}
