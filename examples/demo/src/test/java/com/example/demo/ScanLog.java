package com.example.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The scanner's own account of its scans, by the clock of the scanner. */
final class ScanLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScanLog() {}

  /** One scan, and the executions of its phases in the order in which they began. */
  record LoggedScan(int number, JsonNode line, List<JsonNode> phases) {
    UUID id() {
      return UUID.fromString(line.path("scan_id").asText());
    }

    boolean succeeded() {
      return line.path("success").asBoolean();
    }

    /** The same in each run of the demo. */
    String name() {
      return "scan " + number + " of " + line.path("artifact").asText();
    }

    @Override
    public String toString() {
      return line.path("artifact").asText() + " " + id();
    }
  }

  static List<LoggedScan> read(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    List<LoggedScan> scans = new ArrayList<>();
    for (JsonNode line : lines) {
      if (line.path("event").asText().equals("scan")) {
        scans.add(new LoggedScan(scans.size() + 1, line, phasesOf(line, lines)));
      }
    }
    return scans;
  }

  private static List<JsonNode> phasesOf(JsonNode scan, List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.path("event").asText().equals("phase"))
        .filter(line -> line.path("scan_id").equals(scan.path("scan_id")))
        .sorted(Comparator.comparingLong(line -> line.path("start_us").asLong()))
        .toList();
  }
}
