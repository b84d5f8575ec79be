package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged agent holds what it needs, where nobody else meets it. */
class PackagingIT {
  private static final String ISOLATED = "META-INF/isolated/";
  private static final String ENTRY_POINT = "io/scanmetrics/agent/ScanMetricsAgent";
  private static final int JAVA_8 = 52;
  private static final int MEBIBYTE = 1 << 20;

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(ForkedJvm.agentJar().toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void otherLoadersFindTheEntryPointOnly() {
    assertThat(files())
        .filteredOn(name -> !name.startsWith("META-INF/"))
        .containsExactlyInAnyOrder(
            ENTRY_POINT + ".class", "io/scanmetrics/agent/AgentClassLoader.class");
    assertThat(files())
        .filteredOn(name -> name.startsWith("META-INF/") && !name.startsWith(ISOLATED))
        .containsExactly("META-INF/MANIFEST.MF");
  }

  @Test
  void nothingIsTwiceInIt() {
    assertThat(files()).doesNotHaveDuplicates();
    assertThat(files()).doesNotContain(ISOLATED + ENTRY_POINT + ".class");
  }

  @Test
  void nothingIsInItThatNobodyReads() {
    assertThat(files())
        .noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA|EC|kotlin_module|kotlin_builtins|proto)"))
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.startsWith(ISOLATED + "META-INF/maven/"))
        .noneMatch(name -> name.startsWith(ISOLATED + "META-INF/versions/"))
        .noneMatch(name -> name.startsWith(ISOLATED + "META-INF/native-image/"))
        .noneMatch(name -> name.startsWith(ISOLATED + "META-INF/proguard/"));
  }

  @Test
  void aJvmThatIsTooOldCanLoadTheEntryPoint() throws IOException {
    for (String name : List.of(ENTRY_POINT, "io/scanmetrics/agent/AgentClassLoader")) {
      try (DataInputStream in = new DataInputStream(jar.getInputStream(entry(name + ".class")))) {
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
    List<String> providers = lines(ISOLATED + "META-INF/services/" + service);

    assertThat(providers).isNotEmpty().doesNotHaveDuplicates();
    assertThat(providers)
        .allMatch(name -> jar.getEntry(ISOLATED + name.replace('.', '/') + ".class") != null);
  }

  @Test
  void theBridgeIsWhereItCanBeDefinedInJavaBase() {
    assertThat(files())
        .contains(ISOLATED + "java/lang/ScanMetricsBridge.class")
        .doesNotContain(ISOLATED + "io/scanmetrics/agent/bridge/ScanBridge.class");
  }

  @Test
  void itStaysSmall() throws IOException {
    assertThat(Files.size(ForkedJvm.agentJar())).isLessThan(15L * MEBIBYTE);
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

  private List<String> files() {
    return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return entry;
  }

  private List<String> lines(String name) throws IOException {
    try (InputStream in = jar.getInputStream(entry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
