package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading an ordinary file of seven rules in a fresh JVM loads next to nothing. */
class ColdStartTest {
  private static final String SEVEN_RULES =
      """
      version: 1
      scanner:
        version: ${env:SCANNER_VERSION:-dev}
      scans:
        - class: com.acme.scanner.Scanner        # exact name …
          method: scan
          attributes:
            scan.id: param0.id
            scan.artifact.type: "'oci_image'"
            scan.finding.count: returnValue.findings.size()
      phases:
        - phase: ingest
          class: com.acme.scanner.Ingestor
          method: ingest
        - phase: analyze
          class:
            super_type: com.acme.scanner.Analyzer
            packages: [com.acme]
          method:
            name_regex: analy[sz]e
            parameters: [java.nio.file.Path]
          attributes:
            analyzer.name: this.name
          success: returnValue.ok
          error_code: returnValue.errorCode
        - phase: reachability
          class: com.acme.scanner.Reachability
          method: decide
        - phase: vex
          class: com.acme.scanner.Vex
          method: decide
        - phase: sign
          class: com.acme.scanner.Signer
          method: sign
        - phase: publish
          class: com.acme.scanner.Publisher
          method: publish
      """;

  /** What runs in the fresh JVM. */
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      RulesReading reading =
          RulesReader.read(List.of(arguments[0]), Map.of(), new Expressions(ModuleOpener.NONE));
      List<Hook> hooks = new ArrayList<>();
      for (Rule rule : reading.rules().rules()) {
        hooks.addAll(rule.hooks());
      }
      int candidates = new HookIndex(hooks).candidates("java/lang/String").length;
      boolean complete = hooks.size() == 7 && reading.faults().isEmpty() && candidates == 0;
      Runtime.getRuntime().halt(complete ? 0 : 1);
    }
  }

  @TempDir private Path folder;

  @Test
  void sevenRulesAreReadWithoutLibrariesLambdasOrLogging() throws Exception {
    List<String> loaded = loadedClasses();

    assertThat(loaded)
        .noneMatch(line -> line.contains("org.snakeyaml"))
        .noneMatch(line -> line.contains("$$Lambda") && !line.contains("shared objects file"))
        .noneMatch(line -> line.contains("LambdaForm") && !line.contains("shared objects file"))
        .noneMatch(line -> line.contains("java.util.logging"))
        .noneMatch(line -> line.contains("java.util.regex"))
        .noneMatch(line -> line.contains("expression.Syntax"))
        .noneMatch(line -> line.contains("Wording"))
        .noneMatch(line -> line.contains("Refusals"));
    assertThat(loaded.stream().filter(line -> line.contains(" io.scanmetrics.")).count())
        .isLessThan(55);
  }

  private List<String> loadedClasses() throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), SEVEN_RULES);
    Path log = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                rules.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.toList();
    }
  }
}
