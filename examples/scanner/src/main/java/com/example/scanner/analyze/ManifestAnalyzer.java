package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ScanRequest;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the manifest. It names a bundle or an implementation, hardly ever a Maven group, so what it
 * says only counts where nothing better is known.
 */
final class ManifestAnalyzer implements Analyzer {
  static final String NAME = "manifest";

  private final ScanLog log;

  ManifestAnalyzer(ScanLog log) {
    this.log = log;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public AnalyzerReport analyze(ScanRequest request, Inventory inventory) {
    Step step = log.phase("analyze", request);
    return JarSweep.over(inventory, NAME, step, ManifestAnalyzer::coordinates);
  }

  private static List<Coordinates> coordinates(ScannedJar jar) throws IOException {
    try (JarFile file = new JarFile(jar.file().toFile(), false)) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return List.of();
      }
      Attributes main = manifest.getMainAttributes();
      String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      if (version == null) {
        version = main.getValue("Bundle-Version");
      }
      String name = name(main);
      return name == null ? List.of() : List.of(new Coordinates(null, name, version));
    }
  }

  private static @Nullable String name(Attributes main) {
    String symbolicName = main.getValue("Bundle-SymbolicName");
    if (symbolicName != null && !symbolicName.isBlank()) {
      int directives = symbolicName.indexOf(';');
      return (directives < 0 ? symbolicName : symbolicName.substring(0, directives)).trim();
    }
    String title = main.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
    return title == null || title.isBlank() ? null : title.trim();
  }
}
