package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged agent holds what it needs, where nobody else meets it. */
class PackagingIT {
  private static final String START = "META-INF/isolated/start.jar";
  private static final String REST = "META-INF/isolated/rest.jar";
  private static final String ENTRY_POINT = "io/scanmetrics/agent/ScanMetricsAgent";
  private static final int JAVA_8 = 52;
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path folder;
  private JarFile jar;
  private JarFile start;
  private JarFile rest;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(ForkedJvm.agentJar().toFile());
    start = nested(START);
    rest = nested(REST);
  }

  private JarFile nested(String name) throws IOException {
    Path copy = folder.resolve(Path.of(name).getFileName());
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      Files.copy(in, copy);
    }
    return new JarFile(copy.toFile());
  }

  @AfterEach
  void close() throws IOException {
    rest.close();
    start.close();
    jar.close();
  }

  @Test
  void otherLoadersFindTheEntryPointOnly() {
    assertThat(files(jar)).contains(ENTRY_POINT + ".class");
    assertThat(files(jar))
        .allMatch(
            name ->
                name.matches("io/scanmetrics/agent/[^/]+\\.class")
                    || List.of("META-INF/MANIFEST.MF", START, REST).contains(name));
  }

  @Test
  void theJvmReadsAShortDirectoryAndTheRestLiesWhereItCanBeReadInPlace() {
    assertThat(jar.size()).isLessThan(20);
    assertThat(start.size()).isLessThan(120);
    assertThat(List.of(jar.getEntry(START), jar.getEntry(REST)))
        .allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
  }

  @Test
  void nothingIsTwiceInIt() {
    assertThat(isolated()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(files(jar));
  }

  @Test
  void theDriverKeepsNoThreadOfTheCommonPoolBusy() {
    assertThat(isolated())
        .contains("org/postgresql/util/LazyCleanerImpl.class")
        .doesNotContain("org/postgresql/util/LazyCleanerImpl$RefQueueBlocker.class");
  }

  @Test
  void nothingIsInItThatNobodyReads() {
    assertThat(isolated())
        .noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA|EC|kotlin_module|kotlin_builtins|proto)"))
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.startsWith("META-INF/maven/"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.startsWith("META-INF/native-image/"))
        .noneMatch(name -> name.startsWith("META-INF/proguard/"))
        .noneMatch(name -> name.startsWith("org/postgresql/translation/"));
  }

  @Test
  void aJvmThatIsTooOldCanLoadTheEntryPoint() throws IOException {
    for (String name : files(jar)) {
      if (!name.endsWith(".class")) {
        continue;
      }
      try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
        in.skipNBytes(6);
        assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
      }
    }
  }

  @Test
  void theManifestNamesTheEntryPoint() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    String entryPoint = ENTRY_POINT.replace('/', '.');

    assertThat(manifest.getValue("Premain-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Agent-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Main-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
    assertThat(manifest.getValue("Boot-Class-Path")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.flywaydb.core.extensibility.Plugin",
        "io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider",
        "io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider",
      })
  void servicesOfSeveralLibrariesAreJoined(String service) throws IOException {
    List<String> providers = lines("META-INF/services/" + service);

    assertThat(providers).isNotEmpty().doesNotHaveDuplicates();
    assertThat(providers).allMatch(name -> isolated().contains(name.replace('.', '/') + ".class"));
  }

  @Test
  void theBridgeIsWhereItCanBeDefinedInJavaBase() {
    assertThat(isolated())
        .contains("java/lang/ScanMetricsBridge.class")
        .doesNotContain("io/scanmetrics/agent/bridge/ScanBridge.class");
  }

  @Test
  void itStaysSmall() throws IOException {
    assertThat(Files.size(ForkedJvm.agentJar())).isLessThan(15L * MEBIBYTE);
  }

  @Test
  void itMayLieInAFolderOfAnyName() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("a b+c #1 100% (x)"));
    Path copy = Files.copy(ForkedJvm.agentJar(), odd.resolve("agent.jar"));

    ForkedJvm.Result version =
        ForkedJvm.on(Jdk.current()).run(List.of("-jar", copy.toString()), "--version");
    assertThat(version.exitCode()).as(version.stderr()).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void itIsACommandLineToo(Jdk jdk) throws Exception {
    String agent = ForkedJvm.agentJar().toString();

    ForkedJvm.Result version = ForkedJvm.on(jdk).run(List.of("-jar", agent), "--version").says();
    assertThat(version.exitCode()).isZero();
    assertThat(version.stdout())
        .contains(jar.getManifest().getMainAttributes().getValue("Implementation-Version"));

    ForkedJvm.Result help = ForkedJvm.on(jdk).run(List.of("-jar", agent), "--help").says();
    assertThat(help.exitCode()).isZero();
    assertThat(help.stdout()).contains("migrate");

    assertThat(ForkedJvm.on(jdk).run(List.of("-jar", agent), "nonsense").exitCode()).isEqualTo(2);
  }

  private List<String> isolated() {
    List<String> names = new ArrayList<>(files(start));
    names.addAll(files(rest));
    return names;
  }

  private static List<String> files(JarFile of) {
    return of.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  private List<String> lines(String name) throws IOException {
    try (InputStream in = rest.getInputStream(rest.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
