package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.scanmetrics.agent.explain.LintClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String RULES =
      """
      version: 1
      scans:
        - class: com.acme.lint.pack.Lint
          method: scan
      phases:
        - phase: analyze
          class: {super_type: com.acme.lint.Check, packages: [com.acme.plugin, com.acme.lint]}
          method: check
        - phase: weigh-in
          start: {class: com.acme.lint.TodoCheck, method: {name: weigh, parameters: [String, int]}}
          end: {class: com.acme.lint.Check, method: enabled}
      """;

  private static Path lint;

  @TempDir private Path folder;
  private Path rules = Path.of("none");

  @BeforeAll
  static void compile() throws Exception {
    lint = LintClasses.folder();
  }

  @BeforeEach
  void writeRules() throws IOException {
    rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
  }

  @Test
  void listsTheMethodsOfEachRule() {
    CommandRun run = explain();

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().replace(folder + "/", "").replace(lint.toString(), "classes"))
        .isEqualTo(
            """
            scan: com.acme.lint.pack.Lint.scan (rules.yaml:3)
            scan  com.acme.lint.pack.Lint.scan(java.util.List,java.nio.file.Path)  [classes]

            phase analyze: com.acme.lint.Check+.check (rules.yaml:6)
            analyze  com.acme.lint.AbstractCheck.check(java.nio.file.Path)  [classes]
            analyze  com.acme.plugin.LicenceCheck.check(java.nio.file.Path)  [classes]
              note: cannot tell for com.acme.lint.pack.Orphan: its super type com.acme.gone.Base is in none of the paths (and 1 more are missing)
              note: com.acme.lint.pack.Lint.named has a lambda or method reference that is a com.acme.lint.Check, which cannot be measured; name the method that it calls, or that calls it

            phase weigh-in: com.acme.lint.TodoCheck.weigh(String,int) to com.acme.lint.Check.enabled (rules.yaml:9), start
            weigh-in  com.acme.lint.TodoCheck.weigh(java.lang.String,int)  [classes]

            phase weigh-in: com.acme.lint.TodoCheck.weigh(String,int) to com.acme.lint.Check.enabled (rules.yaml:9), end
            weigh-in  com.acme.lint.Check.enabled()  [classes]
            """);
  }

  @Test
  void aRuleThatMatchesNothingIsToldWithItsNearestMissAndFails() throws IOException {
    Files.writeString(rules, RULES.replace("method: check", "method: chekc"));

    CommandRun run = explain();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("scan  com.acme.lint.pack.Lint.scan(")
        .contains("  matches nothing: 4 classes found, method not; did you mean `check`?\n");
  }

  @Test
  void oneEndOfAPairThatMatchesNothingFails() throws IOException {
    Files.writeString(rules, RULES.replace("method: enabled", "method: enabeld"));

    CommandRun run = explain();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("  matches nothing: class found, method not; did you mean `enabled`?\n");
  }

  @Test
  void aScanRuleThatNeverAppliesIsToldAndFails() throws IOException {
    Files.writeString(rules, "version: 1\nscans:\n  - scope: jvm\n  - scope: jvm\n");

    CommandRun run = explain();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("warning: " + rules + ":4:5: this scan rule never applies");
  }

  @Test
  void aRuleForTheWholeJvmNeedsNoMethod() throws IOException {
    Files.writeString(rules, "version: 1\nscans:\n  - scope: jvm\n");

    CommandRun run = explain();

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("scan: the JVM (").contains("  needs no method");
  }

  @Test
  void aBrokenRuleIsToldAndFailsWhileTheOthersAreExplained() throws IOException {
    Files.writeString(rules, RULES.replace("- phase: analyze", "- pahse: analyze"));

    CommandRun run = explain();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly("error: " + rules + ":6:5: unknown key 'pahse' (did you mean 'phase'?)");
    assertThat(run.out()).contains("scan  com.acme.lint.pack.Lint.scan(");
  }

  @Test
  void jsonHasOneObjectForEachMethodAndNothingElse() throws IOException {
    Files.writeString(rules, RULES.replace("method: enabled", "method: enabeld"));

    CommandRun run = explain("--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(read(run.out()))
        .hasSize(4)
        .contains(
            Map.of(
                "rule", "phase analyze: com.acme.lint.Check+.check",
                "source", rules + ":6",
                "role", "call",
                "phase", "analyze",
                "class", "com.acme.plugin.LicenceCheck",
                "method", "check",
                "parameters", List.of("java.nio.file.Path"),
                "file", lint.toString()));
    assertThat(run.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.matches("note: phase analyze: .*: cannot tell for .*"))
        .anyMatch(line -> line.matches("note: phase analyze: .*: .* has a lambda .*"))
        .anyMatch(line -> line.matches("error: phase weigh-in: .* matches nothing: .*`enabled`.*"));
  }

  @Test
  void nothingAtAllIsAnEmptyArray() throws IOException {
    Files.writeString(rules, "version: 1\nscans:\n  - scope: jvm\n");

    CommandRun run = explain("--json");

    assertThat(run.status()).isZero();
    assertThat(read(run.out())).isEmpty();
  }

  @Test
  void aMissingFileIsWrongUsage() {
    assertUsage("error: nowhere.yaml does not exist", "--rules", "nowhere.yaml", "jrt:/java.base");
    assertUsage("error: nowhere.jar does not exist", "--rules", rules.toString(), "nowhere.jar");
    assertUsage("error: Missing required parameter: 'PATH'", "--rules", rules.toString());
    assertUsage(
        "error: which rules? Give --rules FILE, or set SCAN_METRICS_RULES", "jrt:/java.base");
    assertUsage(
        "error: there is no flag '--jsno'; did you mean --json?", "--jsno", "jrt:/java.base");
  }

  @Test
  void rulesMayComeFromTheEnvironment() {
    CommandRun run =
        CommandRun.with(
            Map.of(), Map.of("SCAN_METRICS_RULES", rules.toString()), "explain", lint.toString());

    assertThat(run.status()).isZero();
  }

  private static void assertUsage(String message, String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(arguments));

    CommandRun run = CommandRun.of(all.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(message);
  }

  private CommandRun explain(String... flags) {
    List<String> all = new ArrayList<>(List.of("explain", "--rules", rules.toString()));
    all.addAll(List.of(flags));
    all.add(lint.toString());
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static List<Map<String, Object>> read(String text) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        objects.add(object(json));
      }
      assertThat(json.currentToken()).isEqualTo(JsonToken.END_ARRAY);
      assertThat(json.nextToken()).isNull();
    }
    return objects;
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY) {
        List<String> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          values.add(json.getText());
        }
        object.put(key, values);
      } else {
        object.put(key, json.getText());
      }
    }
    return object;
  }
}
