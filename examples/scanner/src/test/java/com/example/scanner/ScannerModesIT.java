package com.example.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.SampleInputs;
import com.example.scanner.ScannerProcess.Finished;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in its other modes: replaying, and without its key. */
class ScannerModesIT {
  private static final String LEDGER = ScannerProcess.input("ledger-app.tar.gz");
  private static final String CLEAN = ScannerProcess.input("clean-libraries");

  @TempDir static Path folder;
  private static ScannerProcess scanner = new ScannerProcess(Path.of(""));
  private static String manifest = "";

  @BeforeAll
  static void scanOnce() throws Exception {
    scanner = new ScannerProcess(folder);
    scanner.scan(LEDGER, "--key", "none.pem", "--log", "first.jsonl");
    String hash = scanOf("first.jsonl").path("replay_manifest_hash").asText();
    manifest = scanner.blob(hash.substring("sha256:".length())).toString();
  }

  @Test
  void withoutItsKeyAScanIsPublishedUnsigned() throws Exception {
    JsonNode scan = scanOf("first.jsonl");

    assertThat(scan.path("success").asBoolean()).isTrue();
    assertThat(scan.path("signed").asBoolean()).isFalse();
    assertThat(scan.path("warnings").path(0).asText()).startsWith("published unsigned");
    assertThat(scanner.blob(scan.path("proof_bundle_sha256").asText())).exists();
    assertThat(scanner.log("first.jsonl"))
        .filteredOn(line -> line.path("phase").asText().equals("sign"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("error_code").asText()).isEqualTo("SIGNING_KEY_UNREADABLE"));
  }

  @Test
  void aReplayComesToTheSameResult() throws Exception {
    JsonNode first = scanOf("first.jsonl");

    Finished replayed = scanner.scan(LEDGER, "--replay", manifest, "--log", "replay.jsonl");

    assertThat(replayed.out()).contains("ledger-app.tar.gz: tarball (replay), 7 packages");
    assertThat(replayed.status()).isZero();
    JsonNode second = scanOf("replay.jsonl");
    assertThat(second.path("replay").asBoolean()).isTrue();
    assertThat(second.path("scan_id")).isNotEqualTo(first.path("scan_id"));
    for (String digest :
        List.of("findings_sha256", "vex_bundle_sha256", "sbom_sha256", "replay_manifest_hash")) {
      assertThat(second.path(digest)).as(digest).isEqualTo(first.path(digest));
    }
  }

  @Test
  void aReplayOfAnotherArtifactFails() throws Exception {
    Finished replayed = scanner.scan(CLEAN, "--replay", manifest);

    assertThat(replayed.status()).isEqualTo(1);
    assertThat(replayed.out()).contains("clean-libraries: failed: REPLAY_INPUT_DIFFERS");
  }

  @Test
  void theSamplesAreTheSameInEveryBuild() throws Exception {
    Path again = Files.createDirectories(folder.resolve("samples"));

    SampleInputs.main(
        new String[] {
          Path.of("src", "samples").toString(), ScannerProcess.input("jars"), again.toString()
        });

    for (String name : List.of("checkout-app.tar.gz", "ledger-app.tar.gz", "inventory-image.tar")) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(Path.of(ScannerProcess.input(name)));
    }
  }

  private static JsonNode scanOf(String log) throws Exception {
    return scanner.log(log).stream()
        .filter(line -> line.path("event").asText().equals("scan"))
        .findFirst()
        .orElseThrow();
  }
}
