package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.demo.ScanLog.LoggedScan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows in the database against what the scanner wrote down about the same scans. Neither
 * knows of the other: what agrees went the whole way of the data unharmed.
 */
final class LogAgainstRows {
  private static final UUID TENANTS = UUID.fromString("954120af-16e6-579e-bab2-c65a94c07c94");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns of {@code scan_metrics} that the scanner logs under the same name. */
  private static final List<String> SAME_NAME =
      List.of(
          "artifact_digest",
          "artifact_type",
          "replay_manifest_hash",
          "findings_sha256",
          "vex_bundle_sha256",
          "proof_bundle_sha256",
          "sbom_sha256",
          "policy_digest",
          "feed_snapshot_id",
          "package_count",
          "finding_count",
          "vex_decision_count",
          "scanner_version");

  private static final List<String> PHASES =
      List.of("ingest", "analyze", "reachability", "vex", "sign", "publish");

  private final ScanRows rows;
  private final String imageDigest;
  private final SoftAssertions softly = new SoftAssertions();
  private final Deviations deviations = new Deviations();

  LogAgainstRows(ScanRows rows, String imageDigest) {
    this.rows = rows;
    this.imageDigest = imageDigest;
  }

  /**
   * Fails unless all agrees but the times.
   *
   * @return the times that differ by more than 3 ms, by names that are the same in each run
   */
  Map<String, Long> compare(List<LoggedScan> log) throws Exception {
    Map<UUID, Map<String, @Nullable Object>> scans = rows.scans();
    assertThat(scans.keySet())
        .containsExactlyInAnyOrderElementsOf(log.stream().map(LoggedScan::id).toList());
    for (LoggedScan scan : log) {
      compareScan(scan, Objects.requireNonNull(scans.get(scan.id())));
      comparePhases(scan, rows.phases(scan.id()));
    }
    softly.assertAll();
    return deviations.beyond();
  }

  private void compareScan(LoggedScan scan, Map<String, @Nullable Object> row) {
    softly.assertThat(row).as("%s", scan).containsAllEntriesOf(expected(scan));
    compareTimes(scan.name(), scan.line(), row, "total_duration_ms");
    for (String phase : PHASES) {
      Object millis = row.get("t_" + phase + "_ms");
      JsonNode line = wholePhase(scan, phase);
      if (line == null) {
        softly.assertThat(millis).as("%s: %s did not run", scan, phase).isNull();
      } else {
        compareMillis(scan.name() + ": t_" + phase + "_ms", millis, line);
      }
    }
    if (scan.succeeded()) {
      SeedColumns.OF_SCANS.forEach(
          column -> softly.assertThat(row.get(column)).as("%s: %s", scan, column).isNotNull());
    }
  }

  /** Every column whose value the scanner knows exactly; a missing value is a NULL. */
  private Map<String, @Nullable Object> expected(LoggedScan scan) {
    JsonNode line = scan.line();
    UUID tenant = NameUuid.of(TENANTS, line.path("tenant_id").asText());
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("scan_id", scan.id());
    expected.put("tenant_id", tenant);
    expected.put("surface_id", NameUuid.of(tenant, line.path("surface_id").asText()));
    SAME_NAME.forEach(name -> expected.put(name, value(line.path(name))));
    expected.put("scanner_image_digest", imageDigest);
    expected.put("is_replay", line.path("replay").asBoolean());
    expected.put("outcome", scan.succeeded() ? "succeeded" : "failed");
    expected.put("attempt", 1);
    return expected;
  }

  /** The phase itself, without the analyzers inside it. */
  private static @Nullable JsonNode wholePhase(LoggedScan scan, String phase) {
    return scan.phases().stream()
        .filter(line -> line.path("phase").asText().equals(phase) && !line.has("analyzer"))
        .findFirst()
        .orElse(null);
  }

  private void comparePhases(LoggedScan scan, List<Map<String, @Nullable Object>> found)
      throws Exception {
    List<JsonNode> logged = new ArrayList<>(scan.phases());
    softly
        .assertThat(found)
        .as("order of the phases of %s", scan)
        .extracting(row -> row.get("phase_name"))
        .containsExactlyElementsOf(
            logged.stream().map(line -> (Object) line.path("phase").asText()).toList());
    int order = 1;
    for (Map<String, @Nullable Object> row : found) {
      softly.assertThat(row.get("phase_order")).isEqualTo(order++);
      JsonNode line = takeLineOf(row, logged);
      if (line != null) {
        comparePhase(scan, row, line);
      }
    }
    softly.assertThat(logged).as("phases of %s without a row", scan).isEmpty();
  }

  /** Analyzers begin at the same time, so a row is told by its analyzer and not by its place. */
  private static @Nullable JsonNode takeLineOf(
      Map<String, @Nullable Object> row, List<JsonNode> logged) {
    for (JsonNode line : logged) {
      if (Objects.equals(row.get("phase_name"), line.path("phase").asText())
          && Objects.equals(row.get("analyzer"), value(line.path("analyzer")))) {
        logged.remove(line);
        return line;
      }
    }
    return null;
  }

  private void comparePhase(LoggedScan scan, Map<String, @Nullable Object> row, JsonNode line)
      throws Exception {
    String what = scan.name() + ": " + row.get("phase_name") + " " + row.get("analyzer");
    for (String column : List.of("success", "error_code")) {
      softly
          .assertThat(row.get(column))
          .as("%s: %s", what, column)
          .isEqualTo(value(line.path(column)));
    }
    // An analyzer reports its failure and throws nothing, so there is no message to be seen.
    softly
        .assertThat(row.get("error_message"))
        .as("%s: error_message", what)
        .isEqualTo(line.has("analyzer") ? null : value(line.path("error_message")));
    compareTimes(what, line, row, "duration_ms");
    Object metrics = row.get("phase_metrics");
    if (metrics != null) {
      for (Map.Entry<String, JsonNode> metric : JSON.readTree(metrics.toString()).properties()) {
        softly
            .assertThat(metric.getValue())
            .as("%s: %s", what, metric.getKey())
            .isEqualTo(line.path(metric.getKey()));
      }
    }
  }

  private void compareTimes(
      String what, JsonNode line, Map<String, @Nullable Object> row, String duration) {
    deviations.add(what + ": started_at", row.get("started_at"), line.path("start_us").asLong());
    deviations.add(what + ": finished_at", row.get("finished_at"), line.path("end_us").asLong());
    compareMillis(what + ": " + duration, row.get(duration), line);
  }

  private void compareMillis(String what, @Nullable Object millis, JsonNode line) {
    softly.assertThat(millis).as(what).isInstanceOf(Integer.class);
    if (millis instanceof Integer found) {
      deviations.add(what, found * 1_000L, line.path("duration_us").asLong());
    }
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isInt()) {
      return node.asInt();
    }
    return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
  }
}
