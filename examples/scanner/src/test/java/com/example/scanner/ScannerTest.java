package com.example.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.ReplayManifest;
import com.example.scanner.model.ScanException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScannerTest {
  @TempDir Path folder;
  private Path artifact;

  @BeforeEach
  void assemble() throws Exception {
    artifact = Files.createDirectories(folder.resolve("libraries"));
    Files.copy(Jars.jar("commons-text", "1.9"), artifact.resolve("commons-text-1.9.jar"));
  }

  @Test
  void aScanGoesThroughAllPhases() throws Exception {
    ScanResult result = scan(settings());

    assertThat(result.counts()).isEqualTo(new ScanResult.Counts(1, 1, 1));
    assertThat(result.signed()).isTrue();
    assertThat(result.replay()).isFalse();
    assertThat(result.warnings()).isEmpty();
    assertThat(result.tenantId()).isEqualTo("tenant");
    assertThat(result.surfaceId()).isEqualTo("surface");
    assertThat(result.evidence().feedSnapshotId()).startsWith("maven-");
    assertThat(blob(result.evidence().sbomSha256())).exists();
    assertThat(blob(result.evidence().findingsSha256())).exists();
    assertThat(blob(result.evidence().vexSha256())).exists();
    assertThat(blob(result.evidence().proofBundleSha256())).exists();
    assertThat(manifest(result)).exists();
  }

  @Test
  void withoutAReadableKeyTheEvidenceIsPublishedUnsigned() throws Exception {
    ScanResult result =
        scan(new ScannerSettings(folder.resolve("out"), folder.resolve("none.pem"), 2));

    assertThat(result.signed()).isFalse();
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .startsWith("published unsigned: signing key none.pem");
    assertThat(blob(result.evidence().proofBundleSha256())).content().contains("in-toto.io");
  }

  @Test
  void aReplayComesToTheSameDocuments() throws Exception {
    ScanResult first = scan(settings());
    ReplayManifest manifest = ReplayManifest.read(manifest(first));

    ScanResult replayed = replay(manifest);

    assertThat(replayed.replay()).isTrue();
    assertThat(replayed.id()).isNotEqualTo(first.id());
    assertThat(replayed.evidence().vexSha256()).isEqualTo(first.evidence().vexSha256());
    assertThat(replayed.evidence().replayManifestHash())
        .isEqualTo(first.evidence().replayManifestHash());
  }

  @Test
  void aReplayOfAnotherArtifactIsRefused() throws Exception {
    ReplayManifest manifest = ReplayManifest.read(manifest(scan(settings())));
    Files.copy(
        Jars.jar("commons-text", "1.15.0"),
        artifact.resolve("commons-text-1.9.jar"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> replay(manifest))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("REPLAY_INPUT_DIFFERS"))
        .hasMessageContaining("artifact");
  }

  @Test
  void aReplayAgainstAnotherFeedIsRefused() throws Exception {
    ReplayManifest manifest = ReplayManifest.read(manifest(scan(settings())));

    assertThatThrownBy(
            () -> {
              try (Scanner other =
                  new Scanner(settings(), ScanLog.none(), AdvisoryFeed.of("other", List.of()))) {
                other.scan(Requests.replay(artifact, manifest));
              }
            })
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("REPLAY_INPUT_DIFFERS"))
        .hasMessageContaining("feed snapshot");
  }

  @Test
  void aReplayWithAnotherResultFails() throws Exception {
    ReplayManifest real = ReplayManifest.read(manifest(scan(settings())));
    ReplayManifest forged =
        new ReplayManifest(
            real.artifact(),
            real.feedSnapshotId(),
            real.policy(),
            real.evaluatedAt(),
            real.sbomSha256(),
            "0".repeat(64),
            real.vexSha256());

    assertThatThrownBy(() -> replay(forged))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("REPLAY_RESULT_DIFFERS"))
        .hasMessageContaining("findings");
  }

  private ScannerSettings settings() {
    return new ScannerSettings(folder.resolve("out"), null, 2);
  }

  private ScanResult scan(ScannerSettings settings) throws ScanException {
    try (Scanner scanner = new Scanner(settings, ScanLog.none())) {
      return scanner.scan(Requests.of(artifact));
    }
  }

  private ScanResult replay(ReplayManifest manifest) throws ScanException {
    try (Scanner scanner = new Scanner(settings(), ScanLog.none())) {
      return scanner.scan(Requests.replay(artifact, manifest));
    }
  }

  private Path manifest(ScanResult result) {
    return blob(result.evidence().replayManifestHash().substring("sha256:".length()));
  }

  private Path blob(String digest) {
    return folder.resolve("out").resolve("sha256").resolve(digest);
  }
}
