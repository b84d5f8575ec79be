package com.example.scanner.vex;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.scanner.Requests;
import com.example.scanner.advisory.Advisory;
import com.example.scanner.analyze.Component;
import com.example.scanner.analyze.Coordinates;
import com.example.scanner.analyze.Finding;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;
import com.example.scanner.model.FileDigest;
import com.example.scanner.model.Json;
import com.example.scanner.model.Severity;
import com.example.scanner.reachability.Reachability;
import com.example.scanner.reachability.Verdict;
import com.example.scanner.reachability.Verdict.Status;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VexAuthorTest {
  private static final Artifact ARTIFACT =
      new Artifact("app.tar.gz", "sha256:" + "ab".repeat(32), "tarball");

  private final VexAuthor author = new VexAuthor(ScanLog.none());

  @Test
  void reachableCodeAffectsAndSaysWhatToDo() throws Exception {
    JsonNode statement = statement(Status.REACHABLE, "2.0");

    assertThat(statement.path("status").asText()).isEqualTo("affected");
    assertThat(statement.path("action_statement").asText())
        .isEqualTo("Update shop to 2.0 or later.");
    assertThat(statement.has("justification")).isFalse();
  }

  @Test
  void anAffectedPackageWithoutFixIsToBeReplaced() throws Exception {
    assertThat(statement(Status.REACHABLE, null).path("action_statement").asText())
        .startsWith("Replace shop");
  }

  @Test
  void unreachableCodeIsJustified() throws Exception {
    JsonNode statement = statement(Status.UNREACHABLE, "2.0");

    assertThat(statement.path("status").asText()).isEqualTo("not_affected");
    assertThat(statement.path("justification").asText())
        .isEqualTo("vulnerable_code_not_in_execute_path");
    assertThat(statement.has("action_statement")).isFalse();
  }

  @Test
  void removedCodeIsJustified() throws Exception {
    assertThat(statement(Status.ABSENT, "2.0").path("justification").asText())
        .isEqualTo("vulnerable_code_not_present");
  }

  @Test
  void whatIsUnknownIsUnderInvestigation() throws Exception {
    JsonNode statement = statement(Status.UNKNOWN, "2.0");

    assertThat(statement.path("status").asText()).isEqualTo("under_investigation");
    assertThat(statement.has("justification")).isFalse();
  }

  @Test
  void aStatementNamesFlawProductAndPackage() throws Exception {
    JsonNode statement = statement(Status.REACHABLE, "2.0");

    assertThat(statement.path("vulnerability").path("name").asText()).isEqualTo("CVE-1");
    assertThat(statement.path("vulnerability").path("aliases").path(0).asText())
        .isEqualTo("GHSA-1");
    JsonNode product = statement.path("products").path(0);
    assertThat(product.path("@id").asText()).isEqualTo("urn:" + ARTIFACT.digest());
    assertThat(product.path("subcomponents").path(0).path("@id").asText())
        .isEqualTo("pkg:maven/com.acme/shop@1.0");
  }

  @Test
  void theDocumentHasWhatOpenVexAsksFor() throws Exception {
    JsonNode document = tree(decide(Status.REACHABLE, "2.0").document());

    assertThat(document.path("@context").asText()).isEqualTo("https://openvex.dev/ns/v0.2.0");
    assertThat(document.path("@id").asText()).startsWith("urn:vex:");
    assertThat(document.path("author").asText()).isNotEmpty();
    assertThat(document.path("timestamp").asText()).isEqualTo("2025-11-01T12:00:00Z");
    assertThat(document.path("version").asInt()).isEqualTo(1);
  }

  @Test
  void affectedOnesAreCounted() {
    assertThat(decide(Status.REACHABLE, null).getAffectedCount()).isEqualTo(1);
    assertThat(decide(Status.UNKNOWN, null).getAffectedCount()).isZero();
  }

  private JsonNode statement(Status status, @Nullable String fix) throws IOException {
    return tree(decide(status, fix).document()).path("statements").path(0);
  }

  private VexBundle decide(Status status, @Nullable String fix) {
    ScannedJar jar = new ScannedJar("shop.jar", Path.of("shop.jar"), new FileDigest("a", "b", 1));
    Finding finding =
        new Finding(
            new Advisory("GHSA-1", List.of("CVE-1"), "bad", Severity.HIGH, List.of()),
            new Component(
                new Coordinates("com.acme", "shop", "1.0"), "pom-properties", List.of(jar)),
            fix);
    Reachability reachability =
        new Reachability(
            List.of(new Verdict(finding, status, List.of())),
            Document.of("text/plain", ""),
            0,
            0,
            0);
    return author.decide(Requests.of(Path.of("app.tar.gz")), ARTIFACT, reachability);
  }

  private static JsonNode tree(Document document) throws IOException {
    return Json.read(new ByteArrayInputStream(document.bytes()));
  }
}
