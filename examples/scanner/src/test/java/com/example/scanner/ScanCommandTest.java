package com.example.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScanCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;
  private Path artifact;

  @BeforeEach
  void assemble() throws Exception {
    artifact = Files.createDirectories(folder.resolve("libraries"));
    Files.copy(Jars.jar("commons-text", "1.9"), artifact.resolve("commons-text-1.9.jar"));
  }

  @Test
  void everyArtifactIsReportedAndOneFailureFailsTheRun() {
    int status = scan(folder.resolve("missing.tar").toString(), artifact.toString());

    assertThat(status).isEqualTo(1);
    assertThat(out.toString().lines().toList())
        .startsWith(
            "missing.tar: failed: ARTIFACT_NOT_FOUND: there is no missing.tar",
            "libraries: directory, 1 package, 1 finding, 1 affected")
        .endsWith("2 scans, 1 failed");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theReportIsTheSameTwiceButForTheIds() {
    scan(artifact.toString(), "--repeat", "2");

    List<String> lines =
        out.toString().replaceAll("scan [0-9a-f-]{36}", "scan ID").lines().toList();
    int half = (lines.size() - 1) / 2;
    assertThat(lines.subList(0, half)).isEqualTo(lines.subList(half, 2 * half));
    assertThat(lines).endsWith("2 scans, 0 failed");
  }

  @Test
  void thePolicyFileIsFollowed() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"),
            "{\"ignore\":[{\"id\":\"CVE-2022-42889\",\"reason\":\"not used\"}]}");

    assertThat(scan(artifact.toString(), "--policy", policy.toString())).isZero();
    assertThat(out.toString()).contains("0 findings");
  }

  @Test
  void aPolicyThatCannotBeReadIsAUsageError() {
    assertThat(scan(artifact.toString(), "--policy", folder.resolve("none").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("BAD_POLICY");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aReplayTakesNoOtherPolicy() {
    assertThat(scan(artifact.toString(), "--policy", "p", "--replay", "m")).isEqualTo(2);
    assertThat(err.toString()).contains("--replay takes the policy from the manifest");
  }

  @Test
  void numbersBelowOneAreUsageErrors() {
    assertThat(scan(artifact.toString(), "--threads", "0")).isEqualTo(2);
    assertThat(scan(artifact.toString(), "--repeat", "0")).isEqualTo(2);
  }

  @Test
  void withoutAnArtifactThereIsNothingToScan() {
    assertThat(run("scan")).isEqualTo(2);
    assertThat(err.toString()).contains("ARTIFACT");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("example-scanner \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  private int scan(String... arguments) {
    List<String> all = new ArrayList<>(List.of("scan", "--out", folder.resolve("out").toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return new CommandLine(new ScannerApp())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
