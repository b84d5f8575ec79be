package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ScanRequest;
import java.util.List;
import java.util.Map;

/** Knows released jars by their SHA-1, whatever they are called now. */
final class HashAnalyzer implements Analyzer {
  static final String NAME = "hash";

  private final ScanLog log;
  private final Map<String, Coordinates> knownJars;

  /** The map is by SHA-1, 40 lower-case hex digits. */
  HashAnalyzer(ScanLog log, Map<String, Coordinates> knownJars) {
    this.log = log;
    this.knownJars = Map.copyOf(knownJars);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public AnalyzerReport analyze(ScanRequest request, Inventory inventory) {
    Step step = log.phase("analyze", request);
    return JarSweep.over(inventory, NAME, step, this::coordinates);
  }

  private List<Coordinates> coordinates(ScannedJar jar) {
    Coordinates known = knownJars.get(jar.digest().sha1());
    return known == null ? List.of() : List.of(known);
  }
}
