package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ScanRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads the {@code pom.properties} that Maven puts into every jar it builds. A shaded jar has
 * several, one for each package in it.
 */
final class PomPropertiesAnalyzer implements Analyzer {
  static final String NAME = "pom-properties";

  private final ScanLog log;

  PomPropertiesAnalyzer(ScanLog log) {
    this.log = log;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public AnalyzerReport analyze(ScanRequest request, Inventory inventory) {
    Step step = log.phase("analyze", request);
    return JarSweep.over(inventory, NAME, step, PomPropertiesAnalyzer::coordinates);
  }

  private static List<Coordinates> coordinates(ScannedJar jar) throws IOException {
    List<Coordinates> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.file().toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> entry.getName().startsWith("META-INF/maven/"))
              .filter(entry -> entry.getName().endsWith("/pom.properties"))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        Properties properties = new Properties();
        try (InputStream in = zip.getInputStream(entry)) {
          properties.load(in);
        } catch (IllegalArgumentException e) {
          throw new IOException(entry.getName() + " is malformed", e);
        }
        String group = properties.getProperty("groupId");
        String artifact = properties.getProperty("artifactId");
        if (group != null && artifact != null) {
          found.add(new Coordinates(group, artifact, properties.getProperty("version")));
        }
      }
    }
    return found;
  }
}
