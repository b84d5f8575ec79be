package com.example.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.scanner.ScannerProcess.Finished;
import com.example.scanner.model.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program, run as users run it, on everything that the build assembled. */
class ScannerJarIT {
  private static final List<String> ARTIFACTS =
      List.of(
          "checkout-app.tar.gz",
          "broken-app.tar.gz",
          "ledger-app.tar.gz",
          "inventory-image",
          "inventory-image.tar",
          "clean-libraries",
          "damaged-libraries");

  @TempDir static Path folder;
  private static ScannerProcess scanner = new ScannerProcess(Path.of(""));
  private static Finished all = new Finished(-1, "", "");
  private static List<JsonNode> lines = List.of();

  @BeforeAll
  static void scanEverything() throws Exception {
    List<String> arguments = new ArrayList<>();
    ARTIFACTS.forEach(name -> arguments.add(ScannerProcess.input(name)));
    arguments.addAll(List.of("--tenant", "acme", "--surface", "web", "--log", "log.jsonl"));
    scanner = new ScannerProcess(folder);
    all = scanner.scan(arguments.toArray(String[]::new));
    lines = scanner.log("log.jsonl");
  }

  @Test
  void oneBrokenArtifactFailsTheRunAndNotTheOthers() {
    assertThat(all.status()).isEqualTo(1);
    assertThat(all.err()).isEmpty();
    assertThat(all.out().lines().toList()).endsWith("7 scans, 1 failed");
    assertThat(ofEvent("scan"))
        .extracting(line -> line.path("artifact").asText())
        .containsExactlyElementsOf(ARTIFACTS);
    assertThat(ofEvent("scan"))
        .filteredOn(line -> !line.path("success").asBoolean())
        .extracting(line -> line.path("artifact").asText())
        .containsExactly("broken-app.tar.gz");
  }

  @ParameterizedTest
  @CsvSource({
    "checkout-app.tar.gz, tarball, 7, 9",
    "ledger-app.tar.gz, tarball, 7, 9",
    "inventory-image, oci_image, 6, 5",
    "inventory-image.tar, oci_image, 6, 5",
    "clean-libraries, directory, 5, 0",
    "damaged-libraries, directory, 3, 2"
  })
  void everyArtifactHasItsPackagesAndFindings(
      String artifact, String type, int packages, int findings) {
    JsonNode scan = scanOf(artifact);

    assertThat(scan.path("artifact_type").asText()).isEqualTo(type);
    assertThat(scan.path("artifact_digest").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(scan.path("package_count").asInt()).isEqualTo(packages);
    assertThat(scan.path("finding_count").asInt()).isEqualTo(findings);
    assertThat(scan.path("vex_decision_count").asInt()).isEqualTo(findings);
    assertThat(scan.path("tenant_id").asText()).isEqualTo("acme");
    assertThat(scan.path("surface_id").asText()).isEqualTo("web");
  }

  @ParameterizedTest
  @CsvSource({
    "checkout-app.tar.gz, CVE-2021-44228, affected",
    "checkout-app.tar.gz, CVE-2022-42889, affected",
    "checkout-app.tar.gz, CVE-2022-1471, not_affected",
    "ledger-app.tar.gz, CVE-2021-44228, not_affected",
    "ledger-app.tar.gz, CVE-2022-42889, not_affected",
    "inventory-image, CVE-2022-42003, affected",
    "inventory-image, CVE-2015-7501, not_affected",
    "damaged-libraries, CVE-2022-1471, under_investigation"
  })
  void whatIsCalledDecidesWhatMatters(String artifact, String cve, String status)
      throws IOException {
    assertThat(evidence(artifact, "vex_bundle_sha256").path("statements"))
        .filteredOn(one -> one.path("vulnerability").path("name").asText().equals(cve))
        .extracting(one -> one.path("status").asText())
        .containsExactly(status);
  }

  @Test
  void theWayToLog4ShellBeginsInTheApplication() throws IOException {
    JsonNode finding = evidence("checkout-app.tar.gz", "findings_sha256").path("findings").path(0);

    assertThat(finding.path("id").asText()).isEqualTo("CVE-2021-44228");
    assertThat(finding.path("path").path(0).asText())
        .isEqualTo("com.example.checkout.Checkout.main");
    assertThat(finding.path("path"))
        .last()
        .extracting(JsonNode::asText)
        .isEqualTo("org.apache.logging.log4j.core.lookup.JndiLookup.lookup");
  }

  @Test
  void theImageIsTheSameAsAFolderAndAsATarball() {
    assertThat(scanOf("inventory-image").path("artifact_digest"))
        .isEqualTo(scanOf("inventory-image.tar").path("artifact_digest"));
    assertThat(scanOf("inventory-image").path("findings_sha256"))
        .isEqualTo(scanOf("inventory-image.tar").path("findings_sha256"));
  }

  @Test
  void whatALayerDeletedIsNotThere() throws IOException {
    assertThat(evidence("inventory-image", "sbom_sha256").toString())
        .contains("opt/lib/commons-io-2.6.jar")
        .contains("opt/web/inventory.war!/WEB-INF/lib/jackson-databind-2.13.3.jar")
        .doesNotContain("snakeyaml");
  }

  @Test
  void theBrokenArtifactFailsAtIngest() {
    assertThat(phasesOf("broken-app.tar.gz"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("phase").asText()).isEqualTo("ingest");
              assertThat(line.path("success").asBoolean()).isFalse();
              assertThat(line.path("error_code").asText()).isEqualTo("CORRUPT_ARTIFACT");
            });
    assertThat(scanOf("broken-app.tar.gz").path("error_code").asText())
        .isEqualTo("CORRUPT_ARTIFACT");
  }

  @Test
  void aCorruptJarFailsTheAnalyzersThatOpenIt() {
    assertThat(phasesOf("damaged-libraries"))
        .filteredOn(line -> !line.path("success").asBoolean())
        .extracting(line -> line.path("analyzer").asText())
        .containsExactlyInAnyOrder("pom-properties", "manifest");
    assertThat(scanOf("damaged-libraries").path("success").asBoolean()).isTrue();
    assertThat(all.out()).contains("warning: snakeyaml-1.33.jar cannot be opened");
  }

  @Test
  void phasesFollowEachOtherInsideTheirScan() {
    JsonNode scan = scanOf("checkout-app.tar.gz");
    List<JsonNode> main =
        phasesOf("checkout-app.tar.gz").stream().filter(line -> !line.has("analyzer")).toList();

    assertThat(main)
        .extracting(line -> line.path("phase").asText())
        .containsExactly("ingest", "analyze", "reachability", "vex", "sign", "publish");
    long start = scan.path("start_us").asLong();
    long total = 0;
    for (JsonNode line : main) {
      assertThat(line.path("scan_id")).isEqualTo(scan.path("scan_id"));
      total += line.path("duration_us").asLong();
    }
    assertThat(main.get(0).path("start_us").asLong()).isGreaterThanOrEqualTo(start);
    assertThat(total).isLessThanOrEqualTo(scan.path("duration_us").asLong());
  }

  @Test
  void analyzersRunOnThePool() {
    List<JsonNode> analyzers =
        phasesOf("checkout-app.tar.gz").stream().filter(line -> line.has("analyzer")).toList();

    assertThat(analyzers)
        .extracting(line -> line.path("analyzer").asText())
        .containsExactlyInAnyOrder("pom-properties", "manifest", "file-name", "hash");
    assertThat(analyzers)
        .allMatch(line -> line.path("phase").asText().equals("analyze"))
        .allMatch(line -> line.path("thread").asText().startsWith("analyzer-"));
  }

  private static List<JsonNode> ofEvent(String event) {
    return lines.stream().filter(line -> line.path("event").asText().equals(event)).toList();
  }

  private static JsonNode scanOf(String artifact) {
    return ofEvent("scan").stream()
        .filter(line -> line.path("artifact").asText().equals(artifact))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> phasesOf(String artifact) {
    return ofEvent("phase").stream()
        .filter(line -> line.path("artifact").asText().equals(artifact))
        .toList();
  }

  private static JsonNode evidence(String artifact, String digest) throws IOException {
    return Json.read(scanner.blob(scanOf(artifact).path(digest).asText()));
  }
}
