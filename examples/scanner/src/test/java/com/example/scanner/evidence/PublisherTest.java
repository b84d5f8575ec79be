package com.example.scanner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.scanner.Requests;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private final ScanRequest request = Requests.of(Path.of("app.tar.gz"));
  private final ProofBundle proof = BundleSigner.unsigned(BundleSignerTest.EVIDENCE);

  @TempDir Path store;

  @Test
  void everyDocumentIsUnderItsDigest() throws Exception {
    Publication publication = publish(request);

    assertThat(publication.documents())
        .containsOnlyKeys("sbom", "findings", "vex", "replay_manifest", "proof_bundle");
    for (Path blob : blobs()) {
      assertThat(blob).hasFileName(Sha256.ofFile(blob));
    }
    assertThat(blobs()).hasSize(5);
    assertThat(publication.writtenCount()).isEqualTo(5);
  }

  @Test
  void theScanNamesItsDocuments() throws Exception {
    publish(request);

    JsonNode index = Json.read(store.resolve("scans").resolve(request.id() + ".json"));
    assertThat(index.path("scan_id").asText()).isEqualTo(request.id());
    assertThat(index.path("signed").asBoolean()).isFalse();
    assertThat(index.path("documents").path("sbom").path("digest").asText())
        .isEqualTo("sha256:" + BundleSignerTest.EVIDENCE.sbom().sha256());
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws Exception {
    publish(request);

    Publication second = publish(Requests.of(Path.of("app.tar.gz")));

    assertThat(second.writtenCount()).isZero();
    assertThat(second.byteCount()).isZero();
    assertThat(blobs()).hasSize(5);
  }

  @Test
  void aStoreThatCannotBeWrittenFailsThePhase() throws Exception {
    Files.writeString(store.resolve("sha256"), "a file where the folder should be");

    assertThatThrownBy(() -> publish(request))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("PUBLISH_FAILED"));
  }

  private Publication publish(ScanRequest one) throws ScanException {
    return new Publisher(ScanLog.none(), store).publish(one, BundleSignerTest.EVIDENCE, proof);
  }

  private List<Path> blobs() throws Exception {
    try (Stream<Path> files = Files.list(store.resolve("sha256"))) {
      return files.toList();
    }
  }
}
