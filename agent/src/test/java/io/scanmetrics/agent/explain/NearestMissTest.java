package io.scanmetrics.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a rule that matches nothing: the nearest thing that is there. */
class NearestMissTest {
  private static Path lint;

  @BeforeAll
  static void compile() throws Exception {
    lint = LintClasses.folder();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.acme.lint.TodoChek     | class not found; did you mean `com.acme.lint.TodoCheck`?
          com.acme.lint.todocheck    | class not found; did you mean `com.acme.lint.TodoCheck`?
          com.acme.TodoCheck         | class not found; did you mean `com.acme.lint.TodoCheck`?
          com.acme.lint.Step.Text    | class not found; did you mean `com.acme.lint.Step$Text`?
          com.acme.lint.Text         | class not found; did you mean `com.acme.lint.Step$Text`?
          com.acme.Quite.Different   | class not found in these paths
          java.util.Scanner          | class not found in these paths, but in the JDK; add jrt:/java.base
          """)
  void ofAClassThatIsNotThere(String type, String miss) throws Exception {
    assertThat(nearestMiss("class: " + type, "method: check")).isEqualTo(miss);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.acme.lint.TodoCheck     | wiegh                  | class found, method not; did you mean `weigh`?
          com.acme.lint.TodoCheck     | Weigh                  | class found, method not; did you mean `weigh`?
          com.acme.lint.TodoCheck     | analyze                | class found, method not; there are `weigh`, `sum`
          com.acme.lint.TodoCheck     | check                  | class found, method not: com.acme.lint.TodoCheck inherits check(java.nio.file.Path) from com.acme.lint.AbstractCheck; name that class
          com.acme.lint.TodoCheck     | enabled                | class found, method not: com.acme.lint.TodoCheck inherits enabled() from com.acme.lint.Check; name that class
          com.acme.lint.TodoCheck     | sum                    | method found, but com.acme.lint.TodoCheck.sum(byte[]) is native and cannot be measured; name the method that calls it
          com.acme.lint.AbstractCheck | weigh                  | method found, but com.acme.lint.AbstractCheck.weigh(java.lang.String,int) is abstract; select the classes that implement it: super_type: com.acme.lint.AbstractCheck, with packages
          com.acme.lint.Check         | check                  | method found, but com.acme.lint.Check.check(java.nio.file.Path) is abstract; select the classes that implement it: super_type: com.acme.lint.Check, with packages
          com.acme.lint.TodoCheck     | {name_regex: eig}      | class found, method not; a regular expression must fit the whole name, such as `weigh`; did you mean `.*eig.*`?
          com.acme.lint.TodoCheck     | {name_regex: x.*}      | class found, method not; there are `weigh`, `sum`
          com.acme.lint.TodoCheck     | {annotation: com.acme.lint.Slow}     | no method carries the annotation, but the class com.acme.lint.TodoCheck does
          com.acme.lint.TodoCheck     | {annotation: com.acme.Measured}      | class found, method not: none carries the annotation; did you mean `com.acme.lint.Measured`?
          com.acme.lint.Measured      | value                  | class found, method not: it has none of its own
          """)
  void ofAMethodThatIsNotThere(String type, String method, String miss) throws Exception {
    assertThat(nearestMiss("class: " + type, "method: " + method)).isEqualTo(miss);
  }

  @ParameterizedTest(name = "{0}({1})")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weigh | com.acme.lint.TodoCheck | String           | method found, but with other parameters; did you mean `weigh(java.lang.String,int)` or `weigh(java.lang.String[],java.util.Map$Entry)`?
          run   | com.acme.lint.Step$Text | Object           | method found, but com.acme.lint.Step$Text.run(java.lang.Object) is made by the compiler; did you mean `run(java.lang.String)`?
          """)
  void ofAnOverloadThatIsNotThere(String method, String type, String parameters, String miss)
      throws Exception {
    assertThat(
            nearestMiss(
                "class: " + type,
                "method: {name: " + method + ", parameters: [" + parameters + "]}"))
        .isEqualTo(miss);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {super_type: com.acme.lint.Check, packages: [com.acme.plugins]}  | com.acme.lint.AbstractCheck would be meant, but packages: leaves it out
          {super_type: com.acme.lint.Chekc, packages: [com.acme]}          | type not found; did you mean `com.acme.lint.Check`?
          {super_type: java.lang.Thread, packages: [com.acme]}             | none of the 10 classes in its packages extends or implements it
          {annotation: com.acme.lint.Slow, packages: [com.acme.plugin]}    | com.acme.lint.TodoCheck would be meant, but packages: leaves it out
          {annotation: java.lang.Deprecated, packages: [com.acme.plugin]}  | none of the 1 classes in its packages carries it
          {annotation: com.acme.lint.Solw, packages: [com.acme]}           | annotation not found; did you mean `com.acme.lint.Slow`?
          {name_regex: '.*Licence.*', packages: [com.acme.lint]}           | com.acme.plugin.LicenceCheck would be meant, but packages: leaves it out
          {name_regex: 'Todo.*', packages: [com.acme.lint]}                | none of the 9 classes in its packages fits; a regular expression must fit the whole name, such as `com.acme.lint.TodoCheck`
          {name_regex: 'Other.*', packages: [com.acme.lint]}               | none of the 9 classes in its packages fits
          {name_regex: 'Other.*', packages: [com.acme.lnit]}               | no class lies in com.acme.lnit; did you mean `com.acme.lint`?
          """)
  void ofAGroupOfClassesThatIsEmpty(String type, String miss) throws Exception {
    assertThat(nearestMiss("class: " + type, "method: check")).isEqualTo(miss);
  }

  @Test
  void ofAGroupOfClassesOfWhichNoneHasTheMethod() throws Exception {
    assertThat(
            nearestMiss(
                "class: {super_type: com.acme.lint.Check, packages: [com.acme]}", "method: chekc"))
        .isEqualTo("4 classes found, method not; did you mean `check`?");
  }

  @Test
  void ofAMethodThatOnlyTypesOutsideOfThePackagesImplement() throws Exception {
    assertThat(
            nearestMiss(
                "class: {super_type: com.acme.lint.AbstractCheck, packages: [com.acme.lint]}",
                "method: {name: weigh, parameters: [String, int]}",
                "exclude: [{class: com.acme.lint.TodoCheck}]"))
        .isEqualTo(
            "method found, but com.acme.lint.TodoCheck.weigh(java.lang.String,int) is excluded");
  }

  @Test
  void ofAScanThatAnEarlierRuleTakes() throws Exception {
    Explanation explanation =
        LintClasses.explain(
            """
            scans:
              - class: {name_regex: '.*Lint', packages: [com.acme]}
                method: scan
              - class: com.acme.lint.pack.Lint
                method: scan
            """,
            List.of(lint.toString()));

    assertThat(explanation.hooks().get(0).hits()).hasSize(1);
    assertThat(explanation.hooks().get(1).hits()).isEmpty();
    assertThat(explanation.hooks().get(1).nearestMiss())
        .matches(
            "method found, but the rule scan: /\\.\\*Lint/\\.scan \\(.*:3\\) goes first for"
                + " com\\.acme\\.lint\\.pack\\.Lint\\.scan\\(java\\.util\\.List,"
                + "java\\.nio\\.file\\.Path\\)");
  }

  @Test
  void whatAMissingSuperTypeHidesIsSaid() throws Exception {
    HookReport report =
        explained(
            "class: {super_type: com.acme.lint.Check, packages: [com.acme]}", "method: check");

    assertThat(report.hits()).hasSize(2);
    assertThat(report.nearestMiss()).isNull();
    assertThat(report.notes())
        .contains(
            "cannot tell for com.acme.lint.pack.Orphan: its super type com.acme.gone.Base is in"
                + " none of the paths (and 1 more are missing)");
  }

  @Test
  void aLambdaThatWouldBeMeantWereItAClassIsSaid() throws Exception {
    String said =
        "com.acme.lint.pack.Lint.named has a lambda or method reference that is a"
            + " com.acme.lint.Check, which cannot be measured; name the method that it calls, or"
            + " that calls it";

    assertThat(
            explained(
                    "class: {super_type: com.acme.lint.Check, packages: [com.acme.lint.pack]}",
                    "method: check")
                .notes())
        .contains(said);
    assertThat(
            explained(
                    "class: {super_type: com.acme.lint.Check, packages: [com.acme.lint]}",
                    "method: enabled")
                .notes())
        .as("the lambda inherits that one, which can be measured")
        .doesNotContain(said);
    assertThat(
            explained(
                    "class: {super_type: com.acme.lint.Check, packages: [com.acme.plugin]}",
                    "method: check")
                .notes())
        .doesNotContain(said);
  }

  private static String nearestMiss(String... lines) throws Exception {
    HookReport report = explained(lines);
    assertThat(report.hits()).isEmpty();
    return String.valueOf(report.nearestMiss());
  }

  private static HookReport explained(String... lines) throws Exception {
    String rule = "phases:\n  - phase: analyze\n    " + String.join("\n    ", lines) + "\n";
    return LintClasses.explain(rule, List.of(lint.toString())).hooks().get(0);
  }
}
