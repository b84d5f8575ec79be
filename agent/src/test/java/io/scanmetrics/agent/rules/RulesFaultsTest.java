package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be wrong in a rules file, and how it is said: place, fault, mend. */
class RulesFaultsTest {
  @TempDir private Path folder;
  private RulesFiles files;

  @BeforeEach
  void files() {
    files = new RulesFiles(folder);
  }

  /** A rule's lines from line 4 on, columns from 5, and its faults without the file's name. */
  static Stream<Arguments> faultyPhases() {
    return Stream.of(
        // keys
        fault("class: A\nmethd: m", "5:5: unknown key 'methd' (did you mean 'method'?)"),
        fault(
            "class: A\nmethod: m\nscope: jvm",
            "6:5: unknown key 'scope' (it belongs to a scan rule)"),
        fault(
            "class: A\nmethod: m\nzzz: 1",
            "6:5: unknown key 'zzz' (there are phase, class, method, start, end, exclude, when, scan_id,"
                + " nested, attributes, success, error_code)"),
        fault(
            "class: A\nmethod: m\n<<: 1",
            "6:5: unknown key '<<' (merge keys are no part of YAML 1.2)"),
        fault(
            "class: A\nmethod: m\nclass: B",
            "6:5: the key 'class' is there twice (first in line 4)"),
        fault("class: A", "3:5: missing key 'method'"),
        fault("method: m", "3:5: missing key 'class'"),
        fault("class:\nmethod: m", "4:5: 'class' has no value"),
        fault("class: A\nmethod: ~", "5:5: 'method' has no value"),
        // classes
        fault(
            "class: com/acme/A\nmethod: m",
            "4:12: 'com/acme/A' is no class name (did you mean 'com.acme.A'?)"),
        fault(
            "class: com.acme.*\nmethod: m",
            "4:12: 'com.acme.*' is no class name (patterns stand under 'name_regex:', with 'packages:')"),
        fault(
            "class: [A]\nmethod: m",
            "4:12: 'class' must be a map of name, name_regex, super_type, annotation, packages"),
        fault(
            "class: {packages: [a]}\nmethod: m",
            "4:12: nothing is selected (add one of name, name_regex, super_type, annotation)"),
        fault(
            "class: {super_type: a.B, annotation: a.C, packages: [a]}\nmethod: m",
            "4:30: 'annotation' cannot stand beside 'super_type' (one of them selects)"),
        fault(
            "class: {super_type: a.B}\nmethod: m",
            "4:12: missing key 'packages' (name the packages to search, as in packages: [com.acme])"),
        fault(
            "class: {super_type: a.B, packages: []}\nmethod: m",
            "4:30: 'packages' names none (name the packages to search, as in packages: [com.acme])"),
        fault(
            "class: {super_type: a.B, packages: com.acme}\nmethod: m",
            "4:40: 'packages' must be a list (write [com.acme])"),
        fault(
            "class: {super_type: a.B, packages: [com.acme.*]}\nmethod: m",
            "4:41: 'com.acme.*' is no package (write 'com.acme', sub-packages are included)"),
        fault(
            "class: {super_type: a.B, package: [com.acme]}\nmethod: m",
            "4:30: unknown key 'package' (did you mean 'packages'?)"),
        fault(
            "class: {name: a.B, packages: [com]}\nmethod: m",
            "4:19: 'a.B' lies in none of its 'packages' (leave them out)"),
        fault(
            "class: {name_regex: '[', packages: [a]}\nmethod: m",
            "4:25: '[' is no regular expression (Unclosed character class)"),
        // methods
        fault(
            "class: A\nmethod: <init>",
            "5:13: constructors cannot be intercepted (name a method, such as the one that calls the"
                + " constructor)"),
        fault(
            "class: A\nmethod: {name: <init>}",
            "5:20: constructors cannot be intercepted (name a method, such as the one that calls the"
                + " constructor)"),
        fault(
            "class: A\nmethod: m(int)",
            "5:13: 'm(int)' is no method name (write 'm', with the types under 'parameters:')"),
        fault(
            "class: A\nmethod: a.B.m",
            "5:13: 'a.B.m' is no method name (write 'm', the class stands apart)"),
        fault(
            "class: A\nmethod: m*",
            "5:13: 'm*' is no method name (patterns stand under 'name_regex:')"),
        fault(
            "class: A\nmethod: {}",
            "5:13: nothing is selected (add one of name, name_regex, annotation)"),
        fault(
            "class: A\nmethod: {name_regex: '('}",
            "5:26: '(' is no regular expression (Unclosed group)"),
        fault(
            "class: A\nmethod: {name: m, parameters: int}",
            "5:35: 'parameters' must be a list (write [int])"),
        fault(
            "class: A\nmethod: {name: m, parameters: [String..., java.util.List<String>]}",
            "5:36: 'String...' is no parameter type (write 'String[]')",
            "5:47: 'java.util.List<String>' is no parameter type (write 'java.util.List', without type"
                + " arguments)"),
        fault(
            "class: A\nmethod: {name: m, parameters: [int x]}",
            "5:36: 'int x' is no parameter type (write the type alone, without a name)"),
        fault(
            "class: A\nmethod: {name: m, parameters: [byte[]]}",
            "5:40: expected ',' or ']', but got [ while parsing a flow sequence (types of arrays stand"
                + " in quotes: ['byte[]'])"),
        // excludes
        fault("class: A\nmethod: m\nexclude: {class: B}", "6:14: 'exclude' must be a list"),
        fault(
            "class: A\nmethod: m\nexclude: [B]",
            "6:15: an entry of 'exclude' must be a map of class, method"),
        fault(
            "class: A\nmethod: m\nexclude: [{}]",
            "6:15: nothing is excluded (add 'class' or 'method' or both)"),
        fault(
            "class: A\nmethod: m\nexclude: [{clas: B}]",
            "6:16: unknown key 'clas' (did you mean 'class'?)"),
        // boundaries
        fault("start: {class: A, method: a}", "3:5: missing key 'end'"),
        fault(
            "class: A\nstart: {class: A, method: a}\nend: {class: A, method: b}",
            "4:5: 'class' cannot stand beside 'start' and 'end'"),
        fault(
            "start: {class: A, method: a, scan_id: param0}\nend: {class: A, method: b}",
            "3:5: missing key 'scan_id' (it joins 'start' and 'end': one at the rule, or one at each of"
                + " them)"),
        fault(
            "start: {class: A, method: a, success: param0}\nend: {class: A, method: b}",
            "4:34: unknown key 'success' (it belongs to the rule, beside 'start' and 'end')"),
        fault(
            "class: A\nmethod: m\nnested: eech",
            "6:13: 'eech' is no value of 'nested' (did you mean 'each'?)"),
        fault(
            "class: A\nmethod: m\nnested: all",
            "6:13: 'all' is no value of 'nested' (there is each)"),
        // expressions
        fault(
            "class: A\nmethod: m\nsuccess: returnValue.close()",
            "6:26: 'close()' is refused: an expression can only read, and never calls what acts"),
        fault(
            "class: A\nmethod: m\nsuccess: 'param0 = 1'",
            "6:22: an assignment is refused: an expression can only read"),
        fault("class: A\nmethod: m\nerror_code: [a]", "6:17: 'error_code' must be a text"),
        fault(
            "class: A\nmethod: m\nwhen: returnValue.ok",
            "6:11: 'when' is needed when the call begins, so it cannot name returnValue or error"),
        fault(
            "class: A\nmethod: m\nscan_id: returnValue.id",
            "6:14: 'scan_id' is needed when the call begins, so it cannot name returnValue or error"),
        fault("class: A\nmethod: m\nattributes: [a]", "6:17: 'attributes' must be a map"),
        fault(
            "class: A\nmethod: m\nattributes:\n  a: parm0",
            "7:10: unknown name 'parm0' (did you mean 'param0'?)"),
        fault("class: A\nmethod: m\nattributes:\n  a:", "7:7: 'a' has no value"),
        fault("class: A\nmethod: m\nattributes:\n  a: [b]", "7:10: 'a' must be an expression"),
        fault(
            "class: A\nmethod: m\nattributes:\n  a: 1\n  a: 2",
            "8:7: the key 'a' is there twice (first in line 7)"),
        fault(
            "class: A\nmethod: m\nattributes:\n  scan.findings.count: 1",
            "7:7: unknown attribute 'scan.findings.count' (did you mean 'scan.finding.count'? Keys of"
                + " your own begin with another word than 'scan.')"),
        fault(
            "class: A\nmethod: m\nattributes:\n  scan.phase.name: \"'x'\"",
            "7:7: 'scan.phase.name' is the agent's own (the phase's name stands under 'phase:')"));
  }

  private static Arguments fault(String rule, String... faults) {
    return Arguments.of(rule, faults);
  }

  @ParameterizedTest
  @MethodSource("faultyPhases")
  void ofAPhaseRule(String rule, String[] faults) {
    String indented = rule.replace("\n", "\n    ");
    RulesReading reading =
        files.read("version: 1\nphases:\n  - phase: vex\n    " + indented + "\n");

    assertThat(files.faults(reading))
        .containsExactlyElementsOf(Stream.of(faults).map(f -> "rules.yaml:" + f).toList());
    assertThat(reading.rules().rules()).isEmpty();
  }

  @Nested
  class OfAScanRule {
    @Test
    void isAScopeOtherThanTheJvm() {
      assertThat(files.faults(files.read("version: 1\nscans:\n  - scope: vm\n")))
          .containsExactly("rules.yaml:3:12: 'vm' is no value of 'scope' (did you mean 'jvm'?)");
    }

    @Test
    void isAMethodBesideTheJvm() {
      assertThat(
              files.faults(
                  files.read("version: 1\nscans:\n  - scope: jvm\n    class: A\n    method: m\n")))
          .containsExactly(
              "rules.yaml:4:5: 'class' cannot stand beside 'scope'",
              "rules.yaml:5:5: 'method' cannot stand beside 'scope'");
    }

    @Test
    void isACallToReadFromWhereThereIsNone() {
      assertThat(
              files.faults(
                  files.read("version: 1\nscans:\n  - scope: jvm\n    success: returnValue\n")))
          .containsExactly(
              "rules.yaml:3:5: a rule with 'scope: jvm' has no call to read from (its expressions"
                  + " can be constants and name 'scan')");
    }

    @Test
    void isAPairThatNothingJoins() {
      assertThat(
              files.faults(
                  files.read(
                      """
                      version: 1
                      scans:
                        - start: {class: A, method: a}
                          end: {class: A, method: b}
                      """)))
          .containsExactly(
              "rules.yaml:3:5: missing key 'scan_id' (it joins 'start' and 'end': one at the rule,"
                  + " or one at each of them)");
    }

    @Test
    void isAKeyOfPhases() {
      assertThat(
              files.faults(
                  files.read(
                      "version: 1\nscans:\n  - {class: A, method: m, nested: each, phase: vex}\n")))
          .containsExactly(
              "rules.yaml:3:27: unknown key 'nested' (it belongs to a phase rule)",
              "rules.yaml:3:41: unknown key 'phase' (it belongs to a phase rule)");
    }
  }

  @Nested
  class OfAFile {
    @Test
    void areReportedAllAtOnceAndOnlyTheirRulesAreSkipped() {
      RulesReading reading =
          files.read(
              """
              version: 1
              scanner:
                verison: 1
              scans:
                - class: a.Good
                  method: scan
                - class: a.Bad
                  methd: scan
                  success: this.delete()
              phases:
                - phase: vex
                  class: a.Good
                  method: vex
                - class: a/Bad
                  method: <init>
                - just a text
              """);
      assertThat(files.faults(reading))
          .containsExactly(
              "rules.yaml:3:3: unknown key 'verison' (did you mean 'version'?)",
              "rules.yaml:8:5: unknown key 'methd' (did you mean 'method'?)",
              "rules.yaml:9:19: 'delete()' is refused: an expression can only read, and never calls"
                  + " what acts",
              "rules.yaml:14:5: missing key 'phase'",
              "rules.yaml:14:12: 'a/Bad' is no class name (did you mean 'a.Bad'?)",
              "rules.yaml:15:13: constructors cannot be intercepted (name a method, such as the one"
                  + " that calls the constructor)",
              "rules.yaml:16:5: a rule must be a map of phase, class, method, start, end, exclude,"
                  + " when, scan_id, nested, attributes, success, error_code");
      assertThat(reading.rules().rules())
          .extracting(Rule::label)
          .containsExactly("scan: a.Good.scan", "phase vex: a.Good.vex");
    }

    @Test
    void areItsSyntax() {
      assertThat(faults("version: 1\nphases:\n\t- phase: vex\n"))
          .startsWith("rules.yaml:3:1: found character '\\t(TAB)' that cannot start any token");
      assertThat(faults("version: 1\nphases: [\n")).startsWith("rules.yaml:3:1: ");
      assertThat(faults("version: 1\nphases:\n    - a: 1\n  - b: 2\n"))
          .startsWith("rules.yaml:4:3: ");
      assertThat(faults("version: 'x\n"))
          .startsWith("rules.yaml:2:1: found unexpected end of stream");
      assertThat(faults("a: *b\n")).isEqualTo("rules.yaml:1:4: '*b' stands for nothing before it");
      assertThat(faults("a: !!int 1\n"))
          .isEqualTo(
              "rules.yaml:1:4: the tag 'tag:yaml.org,2002:int' has no place in a rules file");
      assertThat(faults("version: 1\n---\nversion: 1\n"))
          .isEqualTo("rules.yaml:2:1: only one document can stand in a file");
      assertThat(faults("? [a]\n: b\n")).isEqualTo("rules.yaml:1:3: a key must be a text");
      assertThat(faults("a: \u0000\n")).contains("special characters are not allowed");
    }

    @Test
    void areItsVersion() {
      assertThat(faults("version: 2\nphases: [{x: 1}]\n"))
          .isEqualTo("rules.yaml:1:10: version '2' is unknown (there is version 1)");
      assertThat(faults("phases: []\n")).isEqualTo("rules.yaml:1:1: missing key 'version'");
    }

    @Test
    void areItsEmptiness() {
      assertThat(faults("")).isEqualTo("rules.yaml: is empty (begin with 'version: 1')");
      assertThat(faults("# nothing\n")).isEqualTo("rules.yaml: is empty (begin with 'version: 1')");
      assertThat(faults("version: 1\n"))
          .isEqualTo("rules.yaml:1:1: there are no rules (add 'scans:' and 'phases:')");
      assertThat(faults("just a text\n"))
          .isEqualTo(
              "rules.yaml:1:1: a rules file must be a map of version, enabled, scanner, scans, phases");
    }

    @Test
    void areItsLists() {
      assertThat(faults("version: 1\nscans: {class: A, method: m}\n"))
          .isEqualTo("rules.yaml:2:8: 'scans' must be a list");
      assertThat(faults("version: 1\nscanner: [x]\n"))
          .isEqualTo("rules.yaml:2:10: 'scanner' must be a map of version, image_digest");
    }

    @Test
    void arePlaceholdersThatAreNotUnderstood() {
      assertThat(faults("version: 1\nscanner:\n  version: v${SCANNER_VERSION}\n"))
          .isEqualTo(
              "rules.yaml:3:13: a placeholder that is not understood (write ${env:NAME} or"
                  + " ${env:NAME:-default})");
      assertThat(faults("version: 1\nscanner:\n  version: '${env:X'\n"))
          .contains("rules.yaml:3:13: ");
    }

    @Test
    void arePlaceholdersInsideOfExpressions() {
      assertThat(
              faults(
                  """
                  version: 1
                  scans:
                    - scope: jvm
                      attributes:
                        build: "'${env:BUILD}'"
                  """))
          .isEqualTo(
              "rules.yaml:5:14: an expression has no placeholders (write ${env:NAME} alone,"
                  + " without quotes inside)");
    }

    @Test
    void areItsSizeAndDepth() {
      assertThat(faults("# " + "x".repeat(RulesText.MAX_SIZE)))
          .isEqualTo("rules.yaml: is larger than 1 MiB (split it into several files)");
      assertThat(faults("[".repeat(100) + "]".repeat(100))).contains("nested too deeply");
      assertThat(faults("[".repeat(100_000))).isNotEmpty();
      StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
      for (int i = 1; i < 9; i++) {
        laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "x]\n");
      }
      assertThat(faults(laughs.toString())).contains("aliases make the file too large");
    }

    @Test
    void areItsBytes() throws IOException {
      Path file = folder.resolve("rules.yaml");
      Files.write(file, new byte[] {'a', ':', ' ', 'b', '\n', 'c', ':', (byte) 0xe4});
      assertThat(files.faults(files.readFiles(Map.of(), file.toString())))
          .containsExactly("rules.yaml:2:3: is not UTF-8 here (save the file as UTF-8)");
    }

    @Test
    void areThatItCannotBeRead() {
      assertThat(files.faults(files.readFiles(Map.of(), folder + "/none.yaml")))
          .containsExactly("none.yaml: does not exist (looked for none.yaml)");
      assertThat(files.readFiles(Map.of(), folder.toString()).faults().get(0).text())
          .isEqualTo(folder + ": is a folder (name the file in it)");
      assertThat(files.readFiles(Map.of(), "none.yaml").faults().get(0).text())
          .isEqualTo(
              "none.yaml: does not exist (looked for "
                  + new File("none.yaml").getAbsolutePath()
                  + ")");
    }

    @Test
    void areFoundWhateverIsMistyped() throws IOException {
      String shipped = Files.readString(Path.of("../examples/scanner/scan-metrics-rules.yaml"));
      String signs = "{}[]:-#&*!|>'\"%@` \n\tax1.,?()=$\u0000é";
      Random random = new Random(20261123);
      for (int i = 0; i < 3_000; i++) {
        StringBuilder text = new StringBuilder(shipped);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
          int at = random.nextInt(text.length());
          text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
        }
        String content = text.toString();
        long lines = content.lines().count() + 1;
        assertThat(files.read(content).faults())
            .as(content)
            .allSatisfy(fault -> assertThat((long) fault.line()).isBetween(0L, lines));
      }
    }

    @Test
    void leaveTheOtherFilesInForce() {
      String bad = files.write("bad.yaml", "version: 1\nscans: [");
      String good = files.write("good.yaml", "version: 1\nscans: [{class: A, method: m}]\n");
      RulesReading reading = files.readFiles(Map.of(), bad, good);
      assertThat(reading.faults()).hasSize(1);
      assertThat(reading.rules().rules()).hasSize(1);
    }

    @Test
    void leaveNoDoubtThatTheyAreSwitchedOffUnlessTheyMayHideAnotherWord() {
      String off = files.write("off.yaml", "version: 1\nenabled: false\nscans: [{class: A}]\n");
      String rules = files.write("rules.yaml", "version: 1\nscans: [{class: A}]\n");
      String broken = files.write("broken.yaml", "version: 1\nscans: [");
      String unclear = files.write("unclear.yaml", "version: 1\nenabled: ture\nscans: []\n");
      String slip = files.write("slip.yaml", "version: 1\nenabld: true\nscans: []\n");

      assertThat(isSwitchedOff(off)).isTrue();
      assertThat(isSwitchedOff(off, rules)).isTrue();
      assertThat(isSwitchedOff(broken, off)).isTrue();
      assertThat(isSwitchedOff(off, broken)).isFalse();
      assertThat(isSwitchedOff(off, unclear)).isFalse();
      assertThat(isSwitchedOff(off, slip)).isFalse();
      assertThat(isSwitchedOff(off, folder.resolve("none.yaml").toString())).isFalse();
      assertThat(isSwitchedOff(rules)).isFalse();
    }

    private boolean isSwitchedOff(String... names) {
      RulesReading reading = files.readFiles(Map.of(), names);
      assertThat(reading.faults()).isNotEmpty();
      return reading.switchedOff();
    }

    private String faults(String content) {
      return String.join("\n", files.faults(files.read(content)));
    }
  }
}
