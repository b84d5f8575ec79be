package com.example.scanner.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import com.example.samples.SampleCompiler;
import com.example.scanner.Jars;
import com.example.scanner.Requests;
import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.analyze.Component;
import com.example.scanner.analyze.Coordinates;
import com.example.scanner.analyze.Finding;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.ScanLog;
import com.example.scanner.reachability.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachabilityAnalysisTest {
  private static final String LOG4J = "org.apache.logging.log4j:log4j-core";
  private static final String JNDI_LOOKUP = "org/apache/logging/log4j/core/lookup/JndiLookup.class";

  private final ReachabilityAnalysis analysis = new ReachabilityAnalysis(ScanLog.none());

  @TempDir Path folder;

  @Test
  void aLibraryOnItsOwnCanBeCalledByAnyone() throws Exception {
    Verdict verdict = verdict("CVE-2021-44228", Jars.jar("log4j-core", "2.14.1"));

    assertThat(verdict.status()).isEqualTo(Status.REACHABLE);
    assertThat(verdict.path()).last().asString().endsWith(".lookup");
  }

  @Test
  void anApplicationThatNeverCallsItIsSafe() throws Exception {
    Path classes =
        SampleCompiler.compile(
            sources("package own; public class Main { public static void main(String[] a) {} }"),
            List.of(),
            folder.resolve("classes"));
    Path own =
        new JarWriter()
            .manifest("Main-Class: own.Main")
            .tree("", classes)
            .write(folder.resolve("own.jar"));

    assertThat(verdict("CVE-2021-44228", Jars.jar("log4j-core", "2.14.1"), own).status())
        .isEqualTo(Status.UNREACHABLE);
  }

  @Test
  void codeThatWasTakenOutOfTheJarIsAbsent() throws Exception {
    Path mended = without(JNDI_LOOKUP, Jars.jar("log4j-core", "2.14.1"));

    assertThat(verdict("CVE-2021-45046", mended).status()).isEqualTo(Status.ABSENT);
  }

  @Test
  void aJarThatCannotBeReadLeavesItOpen() throws Exception {
    Path corrupt = Files.writeString(folder.resolve("log4j-core-2.14.1.jar"), "no zip");

    assertThat(verdict("CVE-2021-44228", corrupt).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void withoutFindingsThereIsNothingToDo() throws Exception {
    Inventory inventory =
        CallGraphTest.inventory(List.of(Jars.jar("log4j-core", "2.14.1")), List.of());

    Reachability reachability = analysis.trace(Requests.of(folder), inventory, List.of());

    assertThat(reachability.verdicts()).isEmpty();
    assertThat(reachability.classCount()).isZero();
    assertThat(reachability.findings().text()).contains("\"findings\":[]");
  }

  @Test
  void theFindingsDocumentIsTheSameEveryTime() throws Exception {
    Inventory inventory =
        CallGraphTest.inventory(List.of(Jars.jar("commons-text", "1.9")), List.of());
    Finding finding =
        finding("org.apache.commons:commons-text", "CVE-2022-42889", inventory.jars().get(0));

    String first =
        analysis.trace(Requests.of(folder), inventory, List.of(finding)).findings().text();

    assertThat(first).contains("\"reachability\":\"reachable\"").contains("ScriptStringLookup");
    assertThat(analysis.trace(Requests.of(folder), inventory, List.of(finding)).findings().text())
        .isEqualTo(first);
  }

  private Verdict verdict(String cve, Path... jars) throws Exception {
    Inventory inventory = CallGraphTest.inventory(List.of(jars), List.of());
    Finding finding = finding(LOG4J, cve, inventory.jars().get(0));
    return analysis.trace(Requests.of(folder), inventory, List.of(finding)).verdicts().get(0);
  }

  private static Finding finding(String packageName, String cve, ScannedJar jar) {
    int colon = packageName.indexOf(':');
    Coordinates coordinates =
        new Coordinates(packageName.substring(0, colon), packageName.substring(colon + 1), "1");
    return AdvisoryFeed.shipped().about(packageName).stream()
        .filter(advisory -> advisory.name().equals(cve))
        .map(
            advisory ->
                new Finding(
                    advisory, new Component(coordinates, "pom-properties", List.of(jar)), null))
        .findFirst()
        .orElseThrow();
  }

  private Path sources(String source) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Files.writeString(sources.resolve("Main.java"), source);
    return sources;
  }

  private Path without(String removed, Path jar) throws IOException {
    JarWriter mended = new JarWriter();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory() && !entry.getName().equals(removed)) {
          try (var in = zip.getInputStream(entry)) {
            mended.bytes(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return mended.write(folder.resolve("mended.jar"));
  }
}
