package com.example.scanner.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.scanner.Requests;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanLogTest {
  private final ScanRequest request = Requests.of(Path.of("somewhere", "app.tar.gz"));

  @TempDir Path folder;

  @Test
  void aPhaseIsOneLineWithItsTimesAndFacts() throws Exception {
    long before = Step.micros(Instant.now());
    try (ScanLog log = ScanLog.to(file())) {
      log.phase("ingest", request).fact("jar_count", 3).succeeded();
    }
    long after = Step.micros(Instant.now());

    JsonNode line = lines().get(1);
    assertThat(line.path("event").asText()).isEqualTo("phase");
    assertThat(line.path("phase").asText()).isEqualTo("ingest");
    assertThat(line.path("scan_id").asText()).isEqualTo(request.id());
    assertThat(line.path("tenant_id").asText()).isEqualTo("tenant");
    assertThat(line.path("surface_id").asText()).isEqualTo("surface");
    assertThat(line.path("artifact").asText()).isEqualTo("app.tar.gz");
    assertThat(line.path("jar_count").asInt()).isEqualTo(3);
    assertThat(line.path("success").asBoolean()).isTrue();
    assertThat(line.path("error_code").isNull()).isTrue();
    assertThat(line.path("start_us").asLong()).isBetween(before, after);
    assertThat(line.path("end_us").asLong())
        .isEqualTo(line.path("start_us").asLong() + line.path("duration_us").asLong());
  }

  @Test
  void aScanIsALineWithoutAPhase() throws Exception {
    try (ScanLog log = ScanLog.to(file())) {
      log.scan(request).succeeded();
    }

    assertThat(lines().get(1).path("event").asText()).isEqualTo("scan");
    assertThat(lines().get(1).has("phase")).isFalse();
  }

  @Test
  void aFailureHasTheCodeOfTheScannerOrElseTheClass() throws Exception {
    try (ScanLog log = ScanLog.to(file())) {
      log.phase("ingest", request).failed(new ScanException(ErrorCode.CORRUPT_ARTIFACT, "cut"));
      log.phase("vex", request).failed(new IllegalStateException("a bug"));
      log.phase("analyze", request).failed("CORRUPT_JAR", "one of three");
    }

    List<JsonNode> lines = lines();
    assertThat(lines.subList(1, 4))
        .extracting(line -> line.path("error_code").asText())
        .containsExactly("CORRUPT_ARTIFACT", "java.lang.IllegalStateException", "CORRUPT_JAR");
    assertThat(lines.subList(1, 4))
        .extracting(line -> line.path("error_message").asText())
        .containsExactly("cut", "a bug", "one of three");
    assertThat(lines.subList(1, 4)).noneMatch(line -> line.path("success").asBoolean());
  }

  @Test
  void aSecondRunAppends() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (ScanLog log = ScanLog.to(file())) {
        log.scan(request).succeeded();
      }
    }

    assertThat(lines())
        .extracting(line -> line.path("event").asText())
        .containsExactly("open", "scan", "open", "scan");
  }

  @Test
  void withoutAFileNothingIsKept() throws Exception {
    try (ScanLog log = ScanLog.none()) {
      log.scan(request).succeeded();
    }

    assertThat(folder).isEmptyDirectory();
  }

  private Path file() {
    return folder.resolve("scan.jsonl");
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      lines.add(Json.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
    }
    return lines;
  }
}
