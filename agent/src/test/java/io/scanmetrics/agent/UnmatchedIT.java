package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that finds nothing in a running JVM is named, once, with what comes nearest. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class UnmatchedIT {
  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan \\S+ .*";
  private static final String SCAN =
      """
      version: 1
      scans:
        - class: com.acme.scanner.Scanner
          method: scan
      """;

  private final Jdk jdk;
  private final Application application = Application.compile("scanner");

  @TempDir private Path folder;

  UnmatchedIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void aMethodThatItsClassLacksIsNamedAsSoonAsTheClassIsThere() throws Exception {
    run(rules(phase("class: com.acme.scanner.Ingestor", "method: injest")))
        .says(
            warning(
                "phase analyze: com.acme.scanner.Ingestor.injest",
                "class found, method not; did you mean `ingest`\\?"),
            SUMMARY);
  }

  @Test
  void aMethodThatItsClassInheritsIsNamedWithTheClassToName() throws Exception {
    run(rules(
            phase(
                "class: com.acme.scanner.JarAnalyzer",
                "method: {name: analyze, parameters: [String]}")))
        .says(
            warning(
                "phase analyze: com.acme.scanner.JarAnalyzer.analyze\\(String\\)",
                "method found, but with other parameters; did you mean"
                    + " `analyze\\(java.nio.file.Path\\)`\\?"),
            SUMMARY);
    run(rules(phase("class: com.acme.scanner.Analyzer", "method: name")))
        .says(
            warning(
                "phase analyze: com.acme.scanner.Analyzer.name",
                "method found, but com.acme.scanner.Analyzer.name\\(\\) is abstract; .*"),
            SUMMARY);
  }

  @Test
  void aClassThatWasNeverLoadedIsNamedWhenTheJvmEnds() throws Exception {
    run(rules(
            phase("class: com.acme.scanner.Injestor", "method: ingest"),
            phase("class: com.acme.vex.Author", "method: decide"),
            phase("class: {name_regex: '.*Signer', packages: [com.acme]}", "method: sign"),
            phase("class: {super_type: com.acme.Analyzer, packages: [com.acme]}", "method: x")))
        .saysInAnyOrder(
            SUMMARY,
            warning(
                "phase analyze: com.acme.scanner.Injestor.ingest",
                "no class of that name was loaded; did you mean `com.acme.scanner.Ingestor`\\?"),
            "\\[scan-metrics\\] INFO phase analyze: com.acme.vex.Author.decide \\(.*:\\d+\\) matched"
                + " nothing: no class of that name was loaded",
            "\\[scan-metrics\\] INFO phase analyze: /.\\*Signer/.sign \\(.*:\\d+\\) matched nothing:"
                + " none of the \\d+ classes that were loaded from its packages fits",
            warning(
                "phase analyze: com.acme.Analyzer\\+.x",
                "no type of that name was loaded; did you mean `com.acme.scanner.Analyzer`\\?"));
  }

  @Test
  void ofAGroupOfClassesItIsTheMethodThatIsNamed() throws Exception {
    run(rules(
            phase(
                "class: {super_type: com.acme.scanner.Analyzer, packages: [com]}",
                "method: analyse")))
        .saysInAnyOrder(
            SUMMARY,
            warning(
                "phase analyze: com.acme.scanner.Analyzer\\+.analyse",
                "class found, method not; did you mean `analyze`\\?"));
  }

  @Test
  void manyAreNotAllNamed() throws Exception {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      rules.append(phase("class: com.acme.none.Class" + i, "method: run"));
    }

    ForkedJvm.Result result = run(rules(rules.toString()));

    assertThat(result.stderr().lines()).hasSize(12);
    assertThat(result.stderr()).contains("[scan-metrics] INFO 15 more rules matched nothing\n");
  }

  @Test
  void aScanRuleThatAnEarlierOneHidesIsNamed() throws Exception {
    run(SCAN
            + "  - class: {name_regex: '.*Scanner', packages: [com.acme]}\n"
            + "    method: scan\n")
        .says(
            "\\[scan-metrics\\] INFO scan: /.\\*Scanner/.scan \\(.*:5\\) does not apply to"
                + " com.acme.scanner.Scanner.scan\\(com.acme.scanner.Request\\): the rule scan:"
                + " com.acme.scanner.Scanner.scan \\(.*:3\\) goes first",
            SUMMARY);
  }

  @Test
  void eachIsCounted() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Path rules =
          write(
              rules(
                  phase("class: com.acme.scanner.Ingestor", "method: injest"),
                  phase("class: com.acme.vex.Author", "method: decide")));
      agent(rules)
          .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(Protocol.HTTP))
          .run(application, "com.acme.scanner.Main", "1");

      assertThat(receiver.meters())
          .filteredOn(ReceivedMeter::name, "scan.metrics.rules.unmatched")
          .flatExtracting(ReceivedMeter::points)
          .extracting(point -> String.valueOf(point.attributes().get("rule")))
          .anyMatch(rule -> rule.startsWith("phase analyze: com.acme.scanner.Ingestor.injest"))
          .anyMatch(rule -> rule.startsWith("phase analyze: com.acme.vex.Author.decide"));
    }
  }

  @Test
  void aJvmWithNothingToMeasureSaysSoInOneLine() throws Exception {
    Path rules =
        write(Files.readString(ForkedJvm.rules("scanner")).replace("com.acme.", "org.example."));
    Application other = Application.compile("endings");

    agent(rules)
        .run(other, "com.acme.endings.Main", "phases")
        .says(
            "\\[scan-metrics\\] INFO nothing was measured: none of the 4 rules matched a class of"
                + " this JVM");
  }

  @Test
  void aJvmWhoseClassesAreOnlyNearThoseOfTheRulesGetsAHint() throws Exception {
    Path rules =
        write(
            """
            version: 1
            scans:
              - class: com.acme.scanner.Scaner
                method: scan
            """);

    agent(rules)
        .run(application, "com.acme.scanner.Main", "1")
        .says(
            "\\[scan-metrics\\] WARN nothing was measured: none of the 1 rules matched a class of"
                + " this JVM; nearest is scan: com.acme.scanner.Scaner.scan \\(.*:3\\): no class of"
                + " that name was loaded; did you mean `com.acme.scanner.Scanner`\\?");
  }

  @Test
  void aJvmWithoutAnApplicationSaysNothing() throws Exception {
    agent(ForkedJvm.rules("scanner")).run(List.of("--version")).says();
  }

  private ForkedJvm.Result run(String rules) throws Exception {
    return agent(write(rules)).run(application, "com.acme.scanner.Main", "1");
  }

  private ForkedJvm agent(Path rules) {
    return ForkedJvm.on(jdk).withAgent("rules=" + rules);
  }

  private Path write(String rules) throws IOException {
    return Files.writeString(folder.resolve("rules.yaml"), rules);
  }

  private static String rules(String... phases) {
    return SCAN + "phases:\n" + String.join("", phases);
  }

  private static String phase(String... lines) {
    return "  - phase: analyze\n    " + String.join("\n    ", lines) + "\n";
  }

  private static String warning(String rule, String miss) {
    return "\\[scan-metrics\\] WARN " + rule + " \\(.*:\\d+\\) matched nothing: " + miss;
  }
}
