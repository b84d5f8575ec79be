package io.scanmetrics.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where classes are found, and how the places are named. */
class ClassPathsTest {
  private static final String LINT = "com/acme/lint/pack/Lint.class";
  private static final String RULE =
      """
      scans:
        - class: com.acme.lint.pack.Lint
          method: scan
      """;

  private static byte[] lint;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws Exception {
    lint = Files.readAllBytes(LintClasses.folder().resolve(LINT));
  }

  @Test
  void inAFolderOfClasses() throws Exception {
    write("classes/" + LINT, lint);

    assertThat(places("classes")).containsExactly("classes");
    assertThat(places("classes/")).containsExactly("classes");
  }

  @Test
  void inAClassFile() throws Exception {
    write("Lint.class", lint);

    assertThat(places("Lint.class")).containsExactly("Lint.class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "BOOT-INF/classes/",
        "WEB-INF/classes/",
        "classes/",
        "META-INF/isolated/",
        "META-INF/versions/17/"
      })
  void inAJarBelowWhateverFolder(String prefix) throws Exception {
    write("lint.jar", zip(Map.of("META-INF/MANIFEST.MF", manifest(), prefix + LINT, lint)));

    assertThat(places("lint.jar")).containsExactly("lint.jar");
  }

  @Test
  void inJarsWithinJars() throws Exception {
    byte[] library = zip(Map.of(LINT, lint));
    byte[] boot = stored(Map.of("BOOT-INF/lib/lint.jar", library));
    byte[] war = zip(Map.of("WEB-INF/lib/lint.jar", library, "WEB-INF/classes/" + LINT, lint));
    write("boot.jar", boot);
    write("all.ear", zip(Map.of("web.war", war)));

    assertThat(places("boot.jar", "all.ear"))
        .containsExactly(
            "boot.jar!/BOOT-INF/lib/lint.jar",
            "all.ear!/web.war",
            "all.ear!/web.war!/WEB-INF/lib/lint.jar");
  }

  @Test
  void inTheJarsBelowAFolder() throws Exception {
    write("dist/lib/b.jar", zip(Map.of(LINT, lint)));
    write("dist/lib/a.jar", zip(Map.of(LINT, lint)));
    write("dist/app/classes/" + LINT, lint);
    write("dist/README.txt", "Nothing to see".getBytes(StandardCharsets.UTF_8));

    assertThat(places("dist")).containsExactly("dist", "dist/lib/a.jar", "dist/lib/b.jar");
  }

  @Test
  void inFoldersThatAreLinkedInACircle() throws Exception {
    write("real/" + LINT, lint);
    Files.createDirectories(folder.resolve("dist"));
    Files.createSymbolicLink(folder.resolve("dist/classes"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("real/again"), folder.resolve("real"));

    assertThat(places("dist")).contains("dist");
  }

  @Test
  void ofAMultiReleaseJarAsThisJvmWouldSeeIt() throws Exception {
    byte[] other = Files.readAllBytes(LintClasses.folder().resolve("com/acme/lint/Slow.class"));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/MANIFEST.MF", manifest());
    entries.put(LINT, other);
    entries.put("META-INF/versions/11/" + LINT, lint);
    entries.put("META-INF/versions/99/" + LINT, other);
    write("lint.jar", zip(entries));

    assertThat(places("lint.jar")).containsExactly("lint.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jrt:/java.base", "jrt:java.base", "jrt:", "jrt:/"})
  void inTheJdk(String path) throws Exception {
    String rule =
        """
        scans:
          - class: java.util.Scanner
            method: {name: findInLine, parameters: [String]}
        """;

    assertThat(explain(rule, path).hooks().get(0).hits())
        .containsExactly(
            new Hit(
                "java.util.Scanner", "findInLine", List.of("java.lang.String"), "jrt:/java.base"));
  }

  @Test
  void superTypesOfTheJdkAreKnownWithoutBeingGiven() throws Exception {
    write("lint.jar", zip(Map.of("com/acme/lint/Slow.class", slow())));
    String rule =
        """
        phases:
          - phase: analyze
            class: {super_type: java.lang.annotation.Annotation, packages: [com.acme]}
            method: value
        """;

    assertThat(explain(rule, file("lint.jar")).hooks().get(0).nearestMiss())
        .isEqualTo("class found, method not: it has none of its own");
  }

  @Test
  void whatIsNoJarOrNoClassIsSaidAndPassedOver() throws Exception {
    write("dist/broken.jar", "PK no".getBytes(StandardCharsets.UTF_8));
    write("dist/com/acme/lint/pack/Lint.class", "no class".getBytes(StandardCharsets.UTF_8));
    write("dist/lint.jar", zip(Map.of(LINT, lint)));

    Explanation explanation = explain(RULE, file("dist"));

    assertThat(explanation.hooks().get(0).hits())
        .extracting(Hit::file)
        .contains(file("dist/lint.jar"));
    assertThat(explanation.faults())
        .hasSize(2)
        .contains(file("dist/broken.jar") + " is no jar")
        .anyMatch(
            fault ->
                fault.startsWith(
                    "com.acme.lint.pack.Lint in " + file("dist") + " cannot be read: "));
  }

  @Test
  void aPlaceWithoutClassesIsSaid() throws Exception {
    Files.createDirectories(folder.resolve("empty"));

    assertThat(explain(RULE, file("empty")).faults())
        .containsExactly(file("empty") + " holds no classes");
  }

  @Test
  void aPathThatIsNoneIsAFault() throws Exception {
    write("notes.txt", "Nothing".getBytes(StandardCharsets.UTF_8));

    assertFault(file("missing.jar"), file("missing.jar") + " does not exist");
    assertFault("a.jar:b.jar", "a.jar:b.jar does not exist; put blanks between paths, not ':'");
    assertFault(file("notes.txt"), file("notes.txt") + " is neither a jar nor a folder");
    assertFault("jrt:/java.bsae", "this JDK has no module java.bsae; did you mean java.base");
    assertFault("a\0b", "'a\0b' is no path: Nul character not allowed");
  }

  private static void assertFault(String path, String message) {
    assertThatThrownBy(() -> explain(RULE, path)).isInstanceOf(PathFault.class).hasMessage(message);
  }

  private List<String> places(String... names) throws Exception {
    List<String> paths = List.of(names).stream().map(this::file).toList();
    return explain(RULE, paths.toArray(String[]::new)).hooks().get(0).hits().stream()
        .map(hit -> hit.file().replace(folder + "/", ""))
        .toList();
  }

  private static Explanation explain(String rules, String... paths) throws Exception {
    return LintClasses.explain(rules, List.of(paths));
  }

  private String file(String name) {
    return folder + "/" + name;
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static byte[] slow() throws IOException {
    return Files.readAllBytes(LintClasses.folder().resolve("com/acme/lint/Slow.class"));
  }

  private static byte[] manifest() {
    return "Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.DEFLATED);
  }

  /** As Spring Boot packs its libraries. */
  private static byte[] stored(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.STORED);
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(method);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
