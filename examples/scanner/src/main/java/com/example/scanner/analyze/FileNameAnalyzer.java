package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ScanRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code name-version.jar} apart. It never opens the jar, so it still has an answer where the
 * jar is broken. The group is guessed from the packages that the advisory feed knows.
 */
final class FileNameAnalyzer implements Analyzer {
  static final String NAME = "file-name";
  private static final Pattern VERSIONED =
      Pattern.compile("(?<artifact>.+?)-(?<version>\\d[\\w.+-]*)\\.[jwe]ar");

  private final ScanLog log;
  private final UnaryOperator<@Nullable String> groupOfArtifact;

  /** The function gives the group of an artifact, {@code null} if it is not known or not one. */
  FileNameAnalyzer(ScanLog log, UnaryOperator<@Nullable String> groupOfArtifact) {
    this.log = log;
    this.groupOfArtifact = groupOfArtifact;
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
    Matcher matcher = VERSIONED.matcher(jar.name());
    if (!matcher.matches()) {
      return List.of();
    }
    String artifact = matcher.group("artifact");
    return List.of(
        new Coordinates(groupOfArtifact.apply(artifact), artifact, matcher.group("version")));
  }
}
