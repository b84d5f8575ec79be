package com.example.scanner.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import com.example.scanner.Jars;
import com.example.scanner.Requests;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzersTest {
  @TempDir Path folder;

  @Test
  void pomPropertiesNameEveryPackageOfAShadedJar() throws Exception {
    Path shaded =
        new JarWriter()
            .pomProperties("com.acme", "shop", "1.0")
            .pomProperties("com.acme.util", "util", "2.0")
            .write(folder.resolve("shop.jar"));

    assertThat(coordinates(new PomPropertiesAnalyzer(ScanLog.none()), shaded))
        .containsExactly(
            new Coordinates("com.acme.util", "util", "2.0"),
            new Coordinates("com.acme", "shop", "1.0"));
  }

  @Test
  void theManifestNamesABundle() throws Exception {
    Path jar =
        new JarWriter()
            .manifest("Bundle-SymbolicName: com.acme.shop;singleton:=true", "Bundle-Version: 1.2")
            .write(folder.resolve("a.jar"));

    assertThat(coordinates(new ManifestAnalyzer(ScanLog.none()), jar))
        .containsExactly(new Coordinates(null, "com.acme.shop", "1.2"));
  }

  @Test
  void theManifestNamesAnImplementation() throws Exception {
    Path jar =
        new JarWriter()
            .manifest("Implementation-Title: Shop", "Implementation-Version: 3")
            .write(folder.resolve("a.jar"));

    assertThat(coordinates(new ManifestAnalyzer(ScanLog.none()), jar))
        .containsExactly(new Coordinates(null, "Shop", "3"));
  }

  @Test
  void aManifestMayNameNothingOrBeMissing() throws Exception {
    Path bare = new JarWriter().manifest().write(folder.resolve("a.jar"));
    Path none = new JarWriter().text("x", "x").write(folder.resolve("b.jar"));

    assertThat(coordinates(new ManifestAnalyzer(ScanLog.none()), bare, none)).isEmpty();
  }

  @Test
  void aFileNameIsTakenApartAtTheFirstDigit() throws Exception {
    Analyzer analyzer =
        new FileNameAnalyzer(ScanLog.none(), name -> "shop-core".equals(name) ? "acme" : null);
    Path known = new JarWriter().write(Files.createFile(folder.resolve("shop-core-1.2-rc1.jar")));
    Path unknown = new JarWriter().write(folder.resolve("thing-4.war"));
    Path bare = new JarWriter().write(folder.resolve("plain.jar"));

    assertThat(coordinates(analyzer, known, unknown, bare))
        .containsExactly(
            new Coordinates("acme", "shop-core", "1.2-rc1"), new Coordinates(null, "thing", "4"));
  }

  @Test
  void aReleasedJarIsKnownByItsHashWhateverItIsCalled() throws Exception {
    Path renamed = Files.copy(Jars.jar("snakeyaml", "1.33"), folder.resolve("renamed.jar"));

    assertThat(coordinates(new HashAnalyzer(ScanLog.none(), KnownJars.read()), renamed))
        .containsExactly(new Coordinates("org.yaml", "snakeyaml", "1.33"));
    assertThat(coordinates(new HashAnalyzer(ScanLog.none(), Map.of()), renamed)).isEmpty();
  }

  @Test
  void oneCorruptJarDoesNotHideTheOthers() throws Exception {
    Path corrupt = Files.writeString(folder.resolve("corrupt.jar"), "no zip");
    Path sound =
        new JarWriter().pomProperties("com.acme", "shop", "1.0").write(folder.resolve("s.jar"));

    AnalyzerReport report = report(new PomPropertiesAnalyzer(ScanLog.none()), corrupt, sound);

    assertThat(report.identifications()).hasSize(1);
    assertThat(report.isOk()).isFalse();
    assertThat(report.getErrorCode()).isEqualTo("CORRUPT_JAR");
    assertThat(report.problems()).extracting(Problem::location).containsExactly("corrupt.jar");
  }

  private static List<Coordinates> coordinates(Analyzer analyzer, Path... jars) throws IOException {
    AnalyzerReport report = report(analyzer, jars);
    assertThat(report.analyzer()).isEqualTo(analyzer.getName());
    assertThat(report.isOk()).isTrue();
    assertThat(report.getErrorCode()).isNull();
    return report.identifications().stream().map(Identification::coordinates).toList();
  }

  private static AnalyzerReport report(Analyzer analyzer, Path... jars) throws IOException {
    return analyzer.analyze(Requests.of(jars[0]), inventory(jars));
  }

  static Inventory inventory(Path... files) throws IOException {
    List<ScannedJar> jars = new ArrayList<>();
    for (Path file : files) {
      jars.add(new ScannedJar(String.valueOf(file.getFileName()), file, FileDigest.of(file)));
    }
    Artifact artifact = new Artifact("app", "sha256:" + "0a".repeat(32), "directory");
    return new Inventory(artifact, jars, List.of(), jars.size(), 0);
  }
}
