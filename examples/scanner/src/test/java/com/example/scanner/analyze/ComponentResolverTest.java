package com.example.scanner.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentResolverTest {
  private static final Coordinates POM = new Coordinates("org.acme", "shop", "1.0");
  private static final Coordinates FILE_NAME = new Coordinates("org.acme", "shop", "0.9");
  private static final Coordinates MANIFEST = new Coordinates(null, "Shop", "1.0");
  private static final Coordinates BARE_FILE_NAME = new Coordinates(null, "shop", "1.0");

  @TempDir Path folder;

  @Test
  void whatMavenWroteBeatsTheFileName() throws Exception {
    Inventory inventory = oneJar("shop-0.9.jar");

    assertThat(resolve(inventory, says("file-name", FILE_NAME), says("pom-properties", POM)))
        .containsExactly(POM);
  }

  @Test
  void anAnswerWithAGroupBeatsOneWithout() throws Exception {
    Inventory inventory = oneJar("shop-0.9.jar");

    assertThat(resolve(inventory, says("manifest", MANIFEST), says("file-name", FILE_NAME)))
        .containsExactly(FILE_NAME);
    assertThat(resolve(inventory, says("manifest", MANIFEST), says("file-name", BARE_FILE_NAME)))
        .containsExactly(BARE_FILE_NAME);
  }

  @Test
  void aJarThatNobodyKnowsIsCalledByItsFile() throws Exception {
    assertThat(resolve(oneJar("x.jar"))).containsExactly(new Coordinates(null, "x.jar", null));
  }

  @Test
  void theSamePackageTwiceIsOneComponentInTwoPlaces() throws Exception {
    Path first = new JarWriter().text("a", "1").write(folder.resolve("a.jar"));
    Path second = new JarWriter().text("a", "2").write(folder.resolve("b.jar"));
    Inventory inventory = AnalyzersTest.inventory(first, second);
    AnalyzerReport report =
        new AnalyzerReport(
            "pom-properties",
            List.of(
                new Identification(inventory.jars().get(0), POM),
                new Identification(inventory.jars().get(1), POM)),
            List.of());

    List<Component> components = ComponentResolver.resolve(inventory, List.of(report));

    assertThat(components).hasSize(1);
    assertThat(components.get(0).jars())
        .extracting(ScannedJar::location)
        .containsExactly("a.jar", "b.jar");
  }

  /** What an analyzer would say of the first jar. */
  private record Saying(String analyzer, Coordinates coordinates) {}

  private static Saying says(String analyzer, Coordinates coordinates) {
    return new Saying(analyzer, coordinates);
  }

  private static List<Coordinates> resolve(Inventory inventory, Saying... sayings) {
    List<AnalyzerReport> reports =
        List.of(sayings).stream()
            .map(
                saying ->
                    new AnalyzerReport(
                        saying.analyzer(),
                        List.of(new Identification(inventory.jars().get(0), saying.coordinates())),
                        List.of()))
            .toList();
    return ComponentResolver.resolve(inventory, reports).stream()
        .map(Component::coordinates)
        .toList();
  }

  private Inventory oneJar(String name) throws Exception {
    return AnalyzersTest.inventory(new JarWriter().text("a", "1").write(folder.resolve(name)));
  }
}
