package com.example.scanner.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.samples.JarWriter;
import com.example.scanner.Jars;
import com.example.scanner.Requests;
import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Json;
import com.example.scanner.model.Policy;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomAnalysisTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final SbomAnalysis analysis =
      new SbomAnalysis(ScanLog.none(), pool, AdvisoryFeed.shipped());

  @TempDir Path folder;

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void knownFlawsOfThePackagesAreFoundTheWorstFirst() throws Exception {
    Inventory inventory =
        AnalyzersTest.inventory(Jars.jar("commons-io", "2.6"), Jars.jar("log4j-core", "2.14.1"));

    Analysis found = analysis.analyze(Requests.of(folder), inventory);

    assertThat(found.components())
        .extracting(component -> component.coordinates().purl())
        .containsExactly(
            "pkg:maven/commons-io/commons-io@2.6",
            "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1");
    assertThat(found.findings())
        .extracting(finding -> finding.advisory().name())
        .containsExactly(
            "CVE-2021-44228",
            "CVE-2021-45046",
            "CVE-2021-45105",
            "CVE-2024-47554",
            "CVE-2021-29425",
            "CVE-2021-44832");
    assertThat(found.findings().get(0).fixedVersion()).isEqualTo("2.15.0");
  }

  @Test
  void thePolicyLeavesMildAndIgnoredOnesOut() throws Exception {
    Policy policy =
        Policy.of(
            Json.object()
                .put("minimum_severity", "high")
                .set("ignore", Json.array().add(Json.object().put("id", "GHSA-jfh8-c2jp-5v3q"))));
    Inventory inventory = AnalyzersTest.inventory(Jars.jar("log4j-core", "2.14.1"));

    assertThat(analysis.analyze(Requests.of(folder, policy), inventory).findings())
        .extracting(finding -> finding.advisory().name())
        .containsExactly("CVE-2021-45046", "CVE-2021-45105");
  }

  @Test
  void theBillOfMaterialsIsValidCycloneDx() throws Exception {
    Path unnamed = new JarWriter().text("x", "x").write(folder.resolve("plain.jar"));
    Inventory inventory = AnalyzersTest.inventory(Jars.jar("commons-text", "1.9"), unnamed);

    byte[] sbom = analysis.analyze(Requests.of(folder), inventory).sbom().bytes();

    JsonParser parser = new JsonParser();
    assertThat(parser.validate(sbom, Version.VERSION_16)).isEmpty();
    Bom bom = parser.parse(sbom);
    assertThat(bom.getComponents()).hasSize(2);
    assertThat(new String(sbom, StandardCharsets.UTF_8)).contains("\"location\":\"plain.jar\"");
  }

  @Test
  void theSameArtifactGivesTheSameBill() throws Exception {
    Inventory inventory = AnalyzersTest.inventory(Jars.jar("commons-text", "1.9"));

    assertThat(analysis.analyze(Requests.of(folder), inventory).sbom())
        .isEqualTo(analysis.analyze(Requests.of(folder), inventory).sbom());
  }

  @Test
  void aCorruptJarIsNamedOnceAndKnownByItsFileName() throws Exception {
    Path corrupt = Files.writeString(folder.resolve("snakeyaml-1.33.jar"), "no zip");
    Inventory inventory = AnalyzersTest.inventory(corrupt, Jars.jar("commons-lang3", "3.20.0"));

    Analysis found = analysis.analyze(Requests.of(folder), inventory);

    assertThat(found.problems()).hasSize(1);
    assertThat(found.findings())
        .extracting(finding -> finding.advisory().name())
        .containsExactly("CVE-2022-1471");
  }

  @Test
  void ifNoJarCanBeOpenedThereIsNoBill() throws Exception {
    Path corrupt = Files.writeString(folder.resolve("snakeyaml-1.33.jar"), "no zip");
    Inventory inventory = AnalyzersTest.inventory(corrupt);

    assertThatThrownBy(() -> analysis.analyze(Requests.of(folder), inventory))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("NO_READABLE_JAR"));
  }

  @Test
  void anArtifactWithoutJarsHasAnEmptyBill() throws Exception {
    assertThat(analysis.analyze(Requests.of(folder), AnalyzersTest.inventory()).components())
        .isEmpty();
  }

  @Test
  void analyzersRunAtTheSameTime() throws Exception {
    CyclicBarrier meeting = new CyclicBarrier(2);
    SbomAnalysis meetingAnalysis =
        new SbomAnalysis(
            ScanLog.none(),
            pool,
            AdvisoryFeed.shipped(),
            List.of(new Meeting("one", meeting), new Meeting("two", meeting)));

    assertThat(meetingAnalysis.analyze(Requests.of(folder), AnalyzersTest.inventory()).problems())
        .isEmpty();
  }

  @Test
  void anAnalyzerThatBreaksDownFailsTheAnalysis() {
    SbomAnalysis failing =
        new SbomAnalysis(ScanLog.none(), pool, AdvisoryFeed.shipped(), List.of(new Breaking()));

    assertThatThrownBy(() -> failing.analyze(Requests.of(folder), AnalyzersTest.inventory()))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("ANALYZER_FAILED"))
        .hasMessageContaining("a bug");
  }

  /** Only returns if another one runs at the same time. */
  private record Meeting(String name, CyclicBarrier barrier) implements Analyzer {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public AnalyzerReport analyze(ScanRequest request, Inventory inventory) {
      try {
        barrier.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
      return new AnalyzerReport(name, List.of(), List.of());
    }
  }

  private static final class Breaking implements Analyzer {
    @Override
    public String getName() {
      return "breaking";
    }

    @Override
    public AnalyzerReport analyze(ScanRequest request, Inventory inventory) {
      throw new IllegalStateException("a bug");
    }
  }
}
