package com.example.scanner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayManifestTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgainToTheByte() throws Exception {
    ReplayManifest manifest =
        new ReplayManifest(
            new Artifact("app.tar.gz", "sha256:aa", "tarball"),
            "feed-1",
            Policy.standard(),
            Instant.parse("2025-11-01T12:00:00Z"),
            "b0",
            "f1",
            "e2");
    Path file = folder.resolve("manifest.json");
    Files.write(file, manifest.document().bytes());

    ReplayManifest read = ReplayManifest.read(file);

    assertThat(read).isEqualTo(manifest);
    assertThat(read.document().sha256()).isEqualTo(manifest.document().sha256());
  }

  @Test
  void whatIsNoManifestIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("manifest.json"), "{\"artifact\":{}}");

    assertThatThrownBy(() -> ReplayManifest.read(file))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("BAD_MANIFEST"));
  }
}
