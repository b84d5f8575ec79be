package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.scanmetrics.agent.rules.Readings.Attribute;
import io.scanmetrics.agent.rules.Rule.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keys of a rules file mean. */
class RulesReaderTest {
  @TempDir private Path folder;
  private RulesFiles files;

  @BeforeEach
  void files() {
    files = new RulesFiles(folder);
  }

  private Rules read(String content) {
    RulesReading reading = files.read(content);
    assertThat(files.faults(reading)).isEmpty();
    return reading.rules();
  }

  private Rule rule(String content) {
    Rules rules = read(content);
    assertThat(rules.rules()).hasSize(1);
    return rules.rules().get(0);
  }

  private Hook hook(String content) {
    Rule rule = rule(content);
    assertThat(rule.hooks()).hasSize(1);
    return rule.hooks().get(0);
  }

  private static List<String> keys(List<Attribute> attributes) {
    return attributes.stream().map(Attribute::key).toList();
  }

  @Test
  void aFileMayBeAPipe() throws Exception {
    String pipe = folder.resolve("rules.yaml").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    String text = "{version: 1, scans: [{class: A, method: m}]}";
    Process writer = new ProcessBuilder("sh", "-c", "echo \"$0\" > \"$1\"", text, pipe).start();

    assertThat(files.readFiles(Map.of(), pipe).rules().rules()).hasSize(1);
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void theExampleOfTheReadmeIsRead() {
    Rules rules =
        read(
            """
            version: 1
            scanner:                                   # constants; all optional
              version: ${env:SCANNER_VERSION:-dev}
              image_digest: ${env:SCANNER_IMAGE_DIGEST:-}
            scans:                                     # what one scan is
              - class: com.acme.scanner.Scanner        # exact name …
                method: scan
                attributes:
                  scan.id: param0.id
                  scan.tenant.id: param0.tenantId
                  scan.artifact.digest: param0.artifact.digest
                  scan.artifact.type: "'oci_image'"    # a constant
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
                  scan.package.count: returnValue.packages.size()
                success: returnValue.ok
                error_code: returnValue.errorCode
            """);

    assertThat(rules.scannerVersion()).isEqualTo("dev");
    assertThat(rules.scannerImageDigest()).isNull();
    assertThat(rules.rules())
        .extracting(Rule::label)
        .containsExactly(
            "scan: com.acme.scanner.Scanner.scan",
            "phase ingest: com.acme.scanner.Ingestor.ingest",
            "phase analyze: com.acme.scanner.Analyzer+./analy[sz]e/(java.nio.file.Path)");
    Hook scan = rules.rules().get(0).hooks().get(0);
    assertThat(scan.role()).isEqualTo(Hook.Role.CALL);
    assertThat(keys(scan.readings().atBegin()))
        .containsExactly("scan.id", "scan.tenant.id", "scan.artifact.digest", "scan.artifact.type");
    assertThat(keys(scan.readings().atEnd())).containsExactly("scan.finding.count");
    assertThat(scan.readings().usesArguments()).isTrue();
    assertThat(scan.readings().usesThis()).isFalse();
    assertThat(scan.readings().usesReturnValue()).isTrue();
    Readings analyze = rules.rules().get(2).hooks().get(0).readings();
    assertThat(analyze.success()).extracting("text").isEqualTo("returnValue.ok");
    assertThat(analyze.errorCode()).extracting("text").isEqualTo("returnValue.errorCode");
    assertThat(rules.rules().get(1).source().line()).isEqualTo(15);
    assertThat(rules.rules().get(1).description()).endsWith("rules.yaml:15)");
  }

  @Nested
  class ClassSelectors {
    private ClassSelector selector(String yaml) {
      return hook("version: 1\nscans:\n  - class: " + yaml + "\n    method: m\n").type();
    }

    @Test
    void aTextIsAnExactName() {
      ClassSelector selector = selector("a.B$C");
      assertThat(selector.mayMatch("a/B$C")).isTrue();
      assertThat(selector.mayMatch("a/B")).isFalse();
      assertThat(selector).isEqualTo(selector("{name: a.B$C}"));
    }

    @Test
    void aRegexMatchesTheWholeNameInItsPackages() {
      ClassSelector selector = selector("{name_regex: '.*Analyzer', packages: [com.acme]}");
      assertThat(selector.mayMatch("com/acme/JarAnalyzer")).isTrue();
      assertThat(selector.mayMatch("com/acme/sub/JarAnalyzer")).isTrue();
      assertThat(selector.mayMatch("com/acme/JarAnalyzers")).isFalse();
      assertThat(selector.mayMatch("com/acmeother/JarAnalyzer")).isFalse();
    }

    @Test
    void aSuperTypeAndAnAnnotationAreSearchedInTheirPackages() {
      assertThat(selector("{super_type: a.B, packages: [x, y.z]}"))
          .asInstanceOf(type(ClassSelector.SubtypeOf.class))
          .satisfies(s -> assertThat(s.superType()).isEqualTo("a.B"))
          .satisfies(s -> assertThat(s.packages().names()).containsExactly("x", "y.z"))
          .satisfies(s -> assertThat(s.mayMatch("y/z/Q")).isTrue())
          .satisfies(s -> assertThat(s.mayMatch("y/Q")).isFalse());
      assertThat(selector("{annotation: a.B, packages: [x]}"))
          .isInstanceOf(ClassSelector.Annotated.class);
    }
  }

  @Nested
  class MethodSelectors {
    private MethodSelector selector(String yaml) {
      return hook("version: 1\nscans:\n  - class: A\n    method: " + yaml + "\n").method();
    }

    @Test
    void aTextIsAnExactName() {
      assertThat(selector("scan").mayMatch("scan", "()V")).isTrue();
      assertThat(selector("scan").mayMatch("scanned", "()V")).isFalse();
      assertThat(selector("{name: scan}")).isEqualTo(selector("scan"));
    }

    @Test
    void aRegexMatchesTheWholeNameButNeverAConstructor() {
      MethodSelector selector = selector("{name_regex: '.*scan.*|<init>'}");
      assertThat(selector.mayMatch("rescan", "()V")).isTrue();
      assertThat(selector.mayMatch("Scan", "()V")).isFalse();
      assertThat(selector.mayMatch("<init>", "()V")).isFalse();
    }

    @Test
    void anAnnotationMayMatchAnyName() {
      MethodSelector selector = selector("{annotation: a.Phase}");
      assertThat(selector.name()).isEqualTo(new MethodSelector.Annotated("a.Phase"));
      assertThat(selector.mayMatch("anything", "(I)V")).isTrue();
    }

    @Test
    void parametersPickOneOverload() {
      MethodSelector selector =
          selector(
              "{name: m, parameters: [String, java.util.Map$Entry, int, 'byte[]', 'Object[][]', a.B]}");
      String descriptor = "(Ljava/lang/String;Ljava/util/Map$Entry;I[B[[Ljava/lang/Object;La/B;)V";
      assertThat(selector.mayMatch("m", descriptor)).isTrue();
      assertThat(selector.mayMatch("m", descriptor.replace(")", "I)"))).isFalse();
      assertThat(selector.mayMatch("m", descriptor.replace("La/B;", "[La/B;"))).isFalse();
      assertThat(selector.mayMatch("m", descriptor.replace("I[B", "J[B"))).isFalse();
      assertThat(selector.mayMatch("m", "()V")).isFalse();
    }

    @Test
    void aClassWithoutAPackageIsToldByTheSameName() {
      assertThat(selector("{name: m, parameters: [Path]}").mayMatch("m", "(LPath;)V")).isTrue();
      assertThat(selector("{name: m, parameters: [Path]}").mayMatch("m", "(La/Path;)V")).isFalse();
    }

    @Test
    void anEmptyListMeansNoParameters() {
      assertThat(selector("{name: m, parameters: []}").mayMatch("m", "()V")).isTrue();
      assertThat(selector("{name: m, parameters: []}").mayMatch("m", "(I)V")).isFalse();
      assertThat(selector("m").mayMatch("m", "(I)V")).isTrue();
    }
  }

  @Nested
  class Excludes {
    @Test
    void needNoPackages() {
      Hook hook =
          hook(
              """
              version: 1
              phases:
                - phase: vex
                  class: {super_type: a.B, packages: [a]}
                  method: run
                  exclude:
                    - class: a.Wrapper
                    - class: {name_regex: '.*Test'}
                      method: run
                    - method: {annotation: a.Quiet}
              """);
      assertThat(hook.excludes()).hasSize(3);
      assertThat(hook.excludes().get(0).method()).isNull();
      assertThat(hook.excludes().get(1).type())
          .satisfies(t -> assertThat(t != null && t.mayMatch("x/y/ATest")).isTrue());
      assertThat(hook.excludes().get(2).type()).isNull();
    }
  }

  @Nested
  class Boundaries {
    @Test
    void aPairSharesTheScanIdOfTheRule() {
      Rule rule =
          rule(
              """
              version: 1
              scans:
                - start: {class: a.Queue, method: submit}
                  end: {class: a.Worker, method: done}
                  scan_id: param0.jobId
                  when: param0.kind == 'scan'
                  success: returnValue
                  error_code: param0.code
                  attributes:
                    scan.id: param0.jobId
                    scan.finding.count: returnValue.count
              """);
      assertThat(rule.boundary()).isInstanceOf(Rule.Pair.class);
      assertThat(rule.label()).isEqualTo("scan: a.Queue.submit to a.Worker.done");
      Hook start = rule.hooks().get(0);
      Hook end = rule.hooks().get(1);
      assertThat(start.role()).isEqualTo(Hook.Role.START);
      assertThat(end.role()).isEqualTo(Hook.Role.END);
      assertThat(start.readings().scanId()).isNotNull().isSameAs(end.readings().scanId());
      assertThat(start.readings().when()).isNotNull();
      assertThat(end.readings().when()).isNull();
      assertThat(start.readings().success()).isNull();
      assertThat(end.readings().success()).isNotNull();
      assertThat(end.readings().errorCode()).isNotNull();
      assertThat(keys(start.readings().atBegin())).containsExactly("scan.id");
      assertThat(start.readings().atEnd()).isEmpty();
      assertThat(keys(end.readings().atEnd())).containsExactly("scan.finding.count");
    }

    @Test
    void eachEndOfAPairCanHaveItsOwnScanIdAndAttributes() {
      Rule rule =
          rule(
              """
              version: 1
              phases:
                - phase: sign
                  start:
                    class: a.Signer
                    method: submit
                    scan_id: param0.id
                    attributes: {key.id: param1, ticket: returnValue.ticket}
                  end:
                    class: a.Signer
                    method: await
                    scan_id: this.id
                    attributes: {size: returnValue.size()}
              """);
      Readings start = rule.hooks().get(0).readings();
      Readings end = rule.hooks().get(1).readings();
      assertThat(start.scanId()).extracting("text").isEqualTo("param0.id");
      assertThat(end.scanId()).extracting("text").isEqualTo("this.id");
      assertThat(keys(start.atBegin())).containsExactly("key.id");
      assertThat(keys(start.atEnd())).containsExactly("ticket");
      assertThat(keys(end.atEnd())).containsExactly("size");
    }

    @Test
    void aPhasePairWithoutScanIdIsJoinedWithinItsScan() {
      Rule rule =
          rule(
              """
              version: 1
              phases:
                - phase: sign
                  start: {class: a.Signer, method: submit}
                  end: {class: a.Signer, method: await}
              """);
      assertThat(rule.hooks()).extracting(h -> h.readings().scanId()).containsOnlyNulls();
    }

    @Test
    void theJvmHasNoMethods() {
      Rule rule =
          rule(
              """
              version: 1
              scans:
                - scope: jvm
                  attributes: {scan.artifact.type: "'directory'"}
                  success: scan['scan.finding.count'] == 0
              """);
      assertThat(rule.hooks()).isEmpty();
      assertThat(rule.label()).isEqualTo("scan: the JVM");
      assertThat(rule.boundary())
          .asInstanceOf(type(Rule.WholeJvm.class))
          .satisfies(
              jvm ->
                  assertThat(keys(jvm.readings().atBegin())).containsExactly("scan.artifact.type"))
          .satisfies(jvm -> assertThat(jvm.readings().success()).isNotNull());
    }

    @Test
    void nestedEachCountsInnerExecutions() {
      String phase = "version: 1\nphases:\n  - {phase: vex, class: A, method: m%s}\n";
      assertThat(rule(String.format(phase, "")).nestedEach()).isFalse();
      assertThat(rule(String.format(phase, ", nested: each")).nestedEach()).isTrue();
    }

    @Test
    void aPhaseCanFindItsScanByKey() {
      assertThat(
              hook("version: 1\nphases:\n  - {phase: vex, class: A, method: m, scan_id: param0}\n")
                  .readings()
                  .scanId())
          .isNotNull();
    }
  }

  @Nested
  class Scanner {
    private Rules scanner(String value, Map<String, String> environment) {
      String file =
          files.write("rules.yaml", "version: 1\nscanner:\n  version: \"" + value + "\"\n");
      RulesReading reading = files.readFiles(environment, file);
      assertThat(files.faults(reading)).isEmpty();
      return reading.rules();
    }

    @Test
    void valuesComeFromTheEnvironment() {
      Map<String, String> set = Map.of("A", "1", "B", "2", "EMPTY", "");
      assertThat(scanner("${env:A}", set).scannerVersion()).isEqualTo("1");
      assertThat(scanner("v${env:A}.${env:B}-x", set).scannerVersion()).isEqualTo("v1.2-x");
      assertThat(scanner("${env:A:-9}", set).scannerVersion()).isEqualTo("1");
      assertThat(scanner("${env:EMPTY:-9}", set).scannerVersion()).isEqualTo("9");
      assertThat(scanner("${env:NONE:-a:-b}", set).scannerVersion()).isEqualTo("a:-b");
    }

    @Test
    void aVariableThatIsUnsetWithoutDefaultLeavesTheValueOut() {
      assertThat(scanner("v${env:NONE}", Map.of()).scannerVersion()).isNull();
      assertThat(scanner("${env:NONE:-}", Map.of()).scannerVersion()).isNull();
    }
  }

  @Test
  void anAttributeCanBeWhatTheEnvironmentSays() {
    String file =
        files.write(
            "rules.yaml",
            """
            version: 1
            scans:
              - scope: jvm
                attributes:
                  scan.artifact.digest: ${env:DIGEST}
                  build: ${env:JOB}-${env:NUMBER:-0}
                  branch: ${env:BRANCH}
            """);
    RulesReading reading = files.readFiles(Map.of("DIGEST", "sha256:'x'", "JOB", "nightly"), file);

    assertThat(files.faults(reading)).isEmpty();
    Rule.WholeJvm scan = (Rule.WholeJvm) reading.rules().rules().get(0).boundary();
    assertThat(scan.readings().atBegin())
        .extracting(Attribute::key, each -> each.expression().text())
        .containsExactly(tuple("scan.artifact.digest", "sha256:'x'"), tuple("build", "nightly-0"));
  }

  @Nested
  class SeveralFiles {
    @Test
    void areReadAsOne() {
      String one =
          files.write(
              "one.yaml",
              """
              version: 1
              scanner: {version: "1", image_digest: first}
              scans: [{class: A, method: one}]
              phases: [{phase: vex, class: A, method: two}]
              """);
      String two =
          files.write(
              "two.yaml",
              """
              version: 1
              scanner: {version: "2"}
              scans: [{class: B, method: three}]
              phases: [{phase: sign, class: B, method: four}]
              """);

      Rules rules = files.readFiles(Map.of(), one, two).rules();

      assertThat(rules.scannerVersion()).isEqualTo("2");
      assertThat(rules.scannerImageDigest()).isEqualTo("first");
      assertThat(rules.rules())
          .extracting(Rule::label)
          .containsExactly(
              "scan: A.one", "scan: B.three", "phase vex: A.two", "phase sign: B.four");
    }

    @Test
    void ofTwoScanRulesForOneMethodTheFirstApplies() {
      RulesReading reading =
          files.read(
              """
              version: 1
              scans:
                - {class: A, method: scan, when: param0.big}
                - {class: A, method: scan}
                - {class: A, method: {name: scan, parameters: [int]}}
                - {class: A, method: other}
              """);
      assertThat(reading.rules().rules()).hasSize(3);
      assertThat(reading.rules().rules()).extracting(Rule::kind).containsOnly(Kind.SCAN);
      assertThat(files.notices(reading))
          .containsExactly(
              "rules.yaml:5:5: this scan rule never applies: the one in rules.yaml:4 goes first"
                  + " for scan: A.scan");
    }
  }

  @Test
  void anotherPhaseIsAllowedButASlipOfTheFingerIsNamed() {
    RulesReading reading =
        files.read(
            """
            version: 1
            phases:
              - {phase: fetch, class: A, method: a}
              - {phase: analyse, class: A, method: b}
            """);
    assertThat(reading.rules().rules()).hasSize(2);
    assertThat(files.notices(reading))
        .containsExactly(
            "rules.yaml:4:5: the phase 'analyse' is stored as 'other' (did you mean 'analyze'?)");
  }

  @Test
  void aliasesAndBlocksOfYamlAreReadToo() {
    Rules rules =
        read(
            """
            version: 1
            phases:
              - phase: vex
                class: A
                method: m
                attributes: &common
                  a: >-
                    param0.x +
                    param1.y
              - {phase: sign, class: B, method: m, attributes: *common}
            """);
    assertThat(keys(rules.rules().get(1).hooks().get(0).readings().atBegin())).containsExactly("a");
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkDoNotMatter() {
    assertThat(rule("\ufeffversion: 1\r\nscans:\r\n  - class: A\r\n    method: m\r\n").label())
        .isEqualTo("scan: A.m");
  }
}
