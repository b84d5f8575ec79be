package com.example.scanner.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.scanner.Jars;
import com.example.scanner.model.Json;
import com.example.scanner.model.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class AdvisoryFeedTest {
  private static final String LOG4J = "org.apache.logging.log4j:log4j-core";

  private final AdvisoryFeed feed = AdvisoryFeed.shipped();

  @ParameterizedTest
  @CsvSource({
    "2.0-beta8, false",
    "2.0-beta9, true",
    "2.0, true",
    "2.3.1, false",
    "2.3.2, false",
    "2.4, true",
    "2.12.1, true",
    "2.12.2, false",
    "2.13.0, true",
    "2.14.1, true",
    "2.15.0-rc1, true",
    "2.15.0, false",
    "2.25.3, false"
  })
  void theRangesOfLog4ShellFollowMavensOrder(String version, boolean affected) {
    assertThat(advisory(LOG4J, "CVE-2021-44228").affects(LOG4J, version)).isEqualTo(affected);
  }

  @ParameterizedTest
  @CsvSource({
    "com.fasterxml.jackson.core:jackson-databind, CVE-2022-42003, 2.12.7, true",
    "com.fasterxml.jackson.core:jackson-databind, CVE-2022-42003, 2.12.7.1, false",
    "com.fasterxml.jackson.core:jackson-databind, CVE-2022-42003, 2.13.3, true",
    "com.fasterxml.jackson.core:jackson-databind, CVE-2022-42003, 2.22.4, false",
    "org.apache.commons:commons-text, CVE-2022-42889, 1.4, false",
    "org.apache.commons:commons-text, CVE-2022-42889, 1.9, true",
    "org.apache.commons:commons-text, CVE-2022-42889, 1.10.0, false",
    "org.yaml:snakeyaml, CVE-2022-1471, 1.33, true",
    "org.yaml:snakeyaml, CVE-2022-1471, 2.0, false",
    "commons-collections:commons-collections, CVE-2015-7501, 3.2.1, true",
    "commons-collections:commons-collections, CVE-2015-7501, 3.2.2, false",
    "org.apache.commons:commons-collections4, CVE-2015-7501, 4.0, true",
    "commons-io:commons-io, CVE-2024-47554, 1.4, false",
    "org.apache.commons:commons-lang3, CVE-2025-48924, 3.17.0, true",
    "org.apache.commons:commons-lang3, CVE-2025-48924, 3.20.0, false"
  })
  void otherRangesToo(String name, String cve, String version, boolean affected) {
    assertThat(advisory(name, cve).affects(name, version)).isEqualTo(affected);
  }

  @Test
  void theFixIsThatOfTheSameStretch() {
    Advisory log4Shell = advisory(LOG4J, "CVE-2021-44228");

    assertThat(log4Shell.fixAfter(LOG4J, "2.1")).isEqualTo("2.3.1");
    assertThat(log4Shell.fixAfter(LOG4J, "2.8")).isEqualTo("2.12.2");
    assertThat(log4Shell.fixAfter(LOG4J, "2.14.1")).isEqualTo("2.15.0");
    assertThat(log4Shell.fixAfter(LOG4J, "2.17.1")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.logging.log4j:log4j-core, 2.14.1",
    "org.apache.commons:commons-text, 1.9",
    "org.apache.commons:commons-lang3, 3.12.0",
    "org.yaml:snakeyaml, 1.33",
    "commons-io:commons-io, 2.6",
    "commons-collections:commons-collections, 3.2.1",
    "com.fasterxml.jackson.core:jackson-databind, 2.13.3"
  })
  void everyVulnerableSymbolExistsInAnAffectedJar(String name, String version) throws Exception {
    Path jar = Jars.jar(name.substring(name.indexOf(':') + 1), version);
    List<Advisory> advisories = feed.about(name);

    assertThat(advisories).isNotEmpty();
    for (Advisory advisory : advisories) {
      assertThat(advisory.symbols(name)).as(advisory.name()).isNotEmpty();
      for (Symbol symbol : advisory.symbols(name)) {
        assertThat(isIn(jar, symbol)).as("%s in %s", symbol, jar).isTrue();
      }
    }
  }

  @Test
  void theSnapshotIsKnownByItsContent() {
    assertThat(feed.snapshotId()).matches("maven-[0-9-]{10}-[0-9a-f]{12}");
    assertThat(AdvisoryFeed.shipped()).isEqualTo(feed);
  }

  @Test
  void theGroupOfAnArtifactIsKnownIfThereIsOnlyOne() throws IOException {
    AdvisoryFeed twice =
        AdvisoryFeed.of("twice", List.of(osv("org.a:lib"), osv("org.b:lib"), osv("org.c:only")));

    assertThat(twice.groupOf("only")).isEqualTo("org.c");
    assertThat(twice.groupOf("lib")).isNull();
    assertThat(twice.groupOf("nothing")).isNull();
  }

  @Test
  void otherFormsOfRangesAreRead() throws Exception {
    Advisory advisory =
        read(
            """
            {"id": "X-1", "aliases": ["GHSA-x", "CVE-2020-1"],
             "database_specific": {"severity": "low"},
             "affected": [
               {"package": {"ecosystem": "npm", "name": "g:a"},
                "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]},
               {"package": {"ecosystem": "Maven", "name": "g:a"},
                "versions": ["0.1-odd"],
                "ranges": [
                  {"type": "GIT", "events": [{"introduced": "0"}]},
                  {"type": "ECOSYSTEM", "events": [
                    {"introduced": "3.0"}, {"introduced": "1.0"}, {"last_affected": "1.5"}]}]}]}
            """);

    assertThat(advisory.name()).isEqualTo("CVE-2020-1");
    assertThat(advisory.names()).containsExactlyInAnyOrder("X-1", "GHSA-x", "CVE-2020-1");
    assertThat(advisory.severity()).isEqualTo(Severity.LOW);
    assertThat(List.of("0.1-odd", "1.0", "1.5", "3.0", "9"))
        .allMatch(version -> advisory.affects("g:a", version));
    assertThat(List.of("0.1", "1.5.1", "2.9"))
        .noneMatch(version -> advisory.affects("g:a", version));
  }

  private Advisory advisory(String packageName, String cve) {
    return feed.about(packageName).stream()
        .filter(advisory -> advisory.name().equals(cve))
        .findFirst()
        .orElseThrow();
  }

  private static Advisory osv(String name) throws IOException {
    return read(
        "{\"id\":\"X\",\"affected\":[{\"package\":{\"ecosystem\":\"Maven\",\"name\":\""
            + name
            + "\"}}]}");
  }

  private static Advisory read(String json) throws IOException {
    return OsvReader.read(
        Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
  }

  private static boolean isIn(Path jar, Symbol symbol) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(symbol.className().replace('.', '/') + ".class");
      if (entry == null) {
        return false;
      }
      boolean[] found = {symbol.method() == null};
      new ClassReader(zip.getInputStream(entry))
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] thrown) {
                  found[0] |= name.equals(symbol.method());
                  return super.visitMethod(access, name, descriptor, signature, thrown);
                }
              },
              ClassReader.SKIP_CODE);
      return found[0];
    }
  }
}
