package com.example.scanner.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.scanner.Requests;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of ingesting share: a folder for the artifact, and a workspace. */
abstract class IngestFixture {
  final Ingestor ingestor = new Ingestor(ScanLog.none());
  private Workspace workspace;

  @TempDir Path folder;

  @BeforeEach
  void makeRoom() throws IOException {
    workspace = Workspace.create();
  }

  @AfterEach
  void leave() {
    workspace.close();
  }

  Inventory ingest(Path artifact) throws ScanException {
    return ingestor.ingest(Requests.of(artifact), workspace);
  }

  Inventory ingestElsewhere(Path artifact) throws Exception {
    try (Workspace other = Workspace.create()) {
      return ingestor.ingest(Requests.of(artifact), other);
    }
  }

  void refused(Path artifact, String code, String message) {
    assertThatThrownBy(() -> ingest(artifact))
        .isInstanceOfSatisfying(ScanException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }
}
