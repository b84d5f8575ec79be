package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.WaitingTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of a running JVM can be changed, and switched off and on again. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class ReloadIT {
  private static final String OFF = "switched off by 'enabled: false' in the rules";
  private static final String SCAN =
      """
      version: 1
      scans:
        - class: com.acme.reloaded.Scanner
          method: scan
          attributes:
            scan.id: param0
      """;
  private static final String JVM =
      """
      version: 1
      scans:
        - scope: jvm
          attributes:
            scan.id: "'the-run'"
      """;
  private static final String INGEST = phase("ingest", "Feed", "read");
  private static final String PUBLISH = phase("publish", "Publisher", "publish");
  private static final String JOBS =
      """
      version: 1
      scans:
        - scan_id: param0
          start: {class: com.acme.reloaded.Jobs, method: begin}
          end: {class: com.acme.reloaded.Jobs, method: finish}
      """;

  private final Jdk jdk;
  private final Application application = Application.compile("reloaded");
  private ForkedJvm.Running jvm;
  @TempDir private Path folder;

  ReloadIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @AfterEach
  void stop() {
    jvm.process().destroyForcibly();
  }

  @WaitingTest
  void callsFollowTheRulesThatWereInForceWhenTheyBegan() throws Exception {
    start(SCAN + "phases:\n" + INGEST);
    does("scan one");
    change(SCAN + "phases:\n" + PUBLISH);
    jvm.awaitSaid("the rules have changed: 2 in force; 1 class woven anew, 1 restored");
    does("scan two");
    change(SCAN.replace("scan.id: param0", "scan.id: \"'a ' + param0\"") + "phases:\n" + PUBLISH);
    jvm.awaitSaid("the rules have changed: 2 in force; 0 classes woven anew, 0 restored");
    does("scan three");

    jvm.leave()
        .says(
            ".* INFO scan one .* ingest .*",
            ".* INFO the rules have changed: .*",
            ".* INFO scan two .* publish .*",
            ".* INFO the rules have changed: .*",
            ".* INFO scan a three .* publish .*");
  }

  @WaitingTest
  void aFaultyFileChangesNothingAndIsToldOnce() throws Exception {
    start(SCAN + "phases:\n" + INGEST);
    does("scan one");
    change(SCAN + "phases:\n" + INGEST.replace("method:", "methd:") + "fases: []\n");
    jvm.awaitSaid("the rules before stay in force");
    does("scan two");
    change("enabled: false\n" + SCAN + "fases: []\n");
    jvm.awaitSaid(OFF);
    does("scan unseen");
    change(SCAN + "phases:\n" + INGEST);
    jvm.awaitSaid("the rules have changed: 2 in force;");

    jvm.leave()
        .says(
            ".* INFO scan one .* ingest .*",
            ".* ERROR .*rules.yaml:\\d+:\\d+: .*methd.*",
            ".* ERROR .*rules.yaml:\\d+:\\d+: .*fases.*",
            ".* ERROR the rules files have changed, but are faulty; the rules before stay in force",
            ".* INFO scan two .* ingest .*",
            ".* ERROR .*rules.yaml:\\d+:\\d+: .*fases.*",
            ".* INFO " + OFF + "; .*",
            ".* INFO the rules have changed: .*");
  }

  @WaitingTest
  void switchedOffEveryClassIsWhatItWasAndSwitchedOnItIsMeasuredAgain() throws Exception {
    String rules = SCAN + "phases:\n" + INGEST + PUBLISH;
    start("enabled: false\n" + rules);
    does("scan warm-up");
    does("remember");
    change(rules);
    jvm.awaitSaid("the rules have changed: 3 in force; 3 classes woven anew, 0 restored");
    does("scan one");
    does("plugin two before");
    does("look");
    jvm.awaitPrinted("changed: Feed Publisher Scanner ThreadPoolExecutor\n");
    change("enabled: false\n" + rules);
    jvm.awaitSaid(OFF + "; 0 classes woven anew, 6 restored");
    does("restored");
    jvm.awaitPrinted("changed: \n");
    does("scan unseen");
    does("plugin two after");
    jvm.awaitPrinted("collected\n");
    change(SCAN + "phases:\n" + PUBLISH);
    jvm.awaitSaid("the rules have changed: 2 in force; 2 classes woven anew, 0 restored");
    does("scan three");

    jvm.leave()
        .says(
            ".* INFO " + OFF,
            ".* INFO the rules have changed: .*",
            ".* INFO scan one .* ingest .* publish .*",
            ".* INFO scan two .* ingest .* publish .*",
            ".* INFO " + OFF + "; .*",
            ".* INFO the rules have changed: .*",
            ".* INFO scan three .* publish .*");
  }

  @WaitingTest
  void whatAnotherCallEndsIsEndedThoughNoRuleMeansItAnyMore() throws Exception {
    start(JOBS);
    does("begin one");
    change(SCAN);
    jvm.awaitSaid("the rules have changed: 1 in force");
    does("begin two");
    does("finish one");
    jvm.awaitSaid("INFO scan one");
    does("finish two");

    jvm.leave().says(".* INFO the rules have changed: .*", ".* INFO scan one (?!aborted|failed).*");
  }

  @WaitingTest
  void aPhaseWhoseFutureIsOpenEndsWithItThoughNoRuleMeansItAnyMore() throws Exception {
    start(JOBS + "phases:\n" + phase("ingest", "Jobs", "fetch") + "    scan_id: param0\n");
    does("begin one");
    does("fetch one");
    change(SCAN);
    jvm.awaitSaid("the rules have changed: 1 in force");
    does("land one");
    does("finish one");

    jvm.leave()
        .says(".* INFO the rules have changed: .*", ".* INFO scan one (?!aborted).* ingest .*");
  }

  @WaitingTest
  void theScanOfTheJvmGoesOnUnderNewRulesUntilNoneHasIt() throws Exception {
    start(JVM + "phases:\n" + INGEST);
    does("scan one");
    change(JVM + "phases:\n" + PUBLISH);
    jvm.awaitSaid("the rules have changed: 2 in force; 1 class woven anew, 1 restored");
    does("scan two");
    change(SCAN);
    jvm.awaitSaid("the rules have changed: 1 in force");
    jvm.awaitSaid("INFO scan the-run");
    does("scan three");

    jvm.leave()
        .saysInAnyOrder(
            ".* INFO the rules have changed: 2 .*",
            ".* INFO the rules have changed: 1 .*",
            ".* INFO scan the-run (?!aborted).*: ingest .*, publish .*",
            ".* INFO scan three .*");
  }

  @WaitingTest
  void switchedOffWhileAPoolWorksForAScanThatScanIsMeasuredToItsEnd() throws Exception {
    String rules = SCAN + "phases:\n" + INGEST + PUBLISH;
    start("enabled: false\n" + rules);
    does("scan warm-up");
    does("remember");
    change(rules);
    jvm.awaitSaid("the rules have changed: 3 in force; 3 classes woven anew, 0 restored");
    does("hold one");
    does("look");
    jvm.awaitPrinted("changed: Feed Publisher Scanner ThreadPoolExecutor\n");
    change("enabled: false\n" + rules);
    jvm.awaitSaid(OFF + "; 0 classes woven anew, 3 restored");
    does("scan unseen");
    does("release one");
    does("restored");
    jvm.awaitPrinted("changed: \n");

    jvm.leave()
        .says(
            ".* INFO " + OFF,
            ".* INFO the rules have changed: .*",
            ".* INFO " + OFF + "; .*",
            ".* INFO scan one (?!aborted).* ingest .*, publish .*");
  }

  @WaitingTest
  void aFileThatALinkLeadsToElsewhereIsReadAsAConfigMapIs() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..1"));
    Path second = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(first.resolve("rules.yaml"), SCAN);
    Files.writeString(second.resolve("rules.yaml"), SCAN + "phases:\n" + INGEST);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Path link =
        Files.createSymbolicLink(folder.resolve("rules.yaml"), Path.of("..data", "rules.yaml"));
    run(link);
    Path next = Files.createSymbolicLink(folder.resolve("..next"), second.getFileName());
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    jvm.awaitSaid("the rules have changed: 2 in force");
  }

  @WaitingTest
  void whatMatchesNothingIsNamedByTheRulesThatAreInForce() throws Exception {
    start(SCAN + "phases:\n" + INGEST + phase("vex", "Author", "decide"));
    does("scan one");
    change(
        SCAN
            + "phases:\n"
            + INGEST
            + phase("publish", "Publisher", "pubish")
            + phase("sign", "Signer", "sign"));
    jvm.awaitSaid("the rules have changed");
    jvm.awaitSaid("publish: com.acme.reloaded.Publisher.pubish");

    assertThat(jvm.leave().stderr().lines().filter(line -> line.contains("matched nothing")))
        .satisfiesExactly(
            line -> assertThat(line).endsWith("class found, method not; did you mean `publish`?"),
            line ->
                assertThat(line)
                    .contains("sign: com.acme.reloaded.Signer.sign")
                    .contains("no class of that name was loaded"));
  }

  @WaitingTest
  void rulesThatAreFaultyAtFirstAreInForceOnceTheyAreMended() throws Exception {
    start("version: 2\n");
    does("scan one");
    change(SCAN);
    jvm.awaitSaid("the rules have changed: 1 in force; 1 class woven anew, 0 restored");
    does("scan two");
    jvm.awaitSaid("INFO scan two");
  }

  private void start(String rules) throws Exception {
    run(Files.writeString(folder.resolve("rules.yaml"), rules));
  }

  private void run(Path rules) throws Exception {
    jvm =
        ForkedJvm.on(jdk)
            .withAgent("rules=" + rules)
            .option("-javaagent:" + seeingAgent())
            .start(application, "com.acme.reloaded.Main");
    jvm.awaitPrinted("ready");
  }

  private Path seeingAgent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", "com.acme.reloaded.Bytes");
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("seeing.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private void does(String line) throws IOException {
    jvm.tell(line);
    jvm.awaitPrinted("done: " + line + "\n");
  }

  /** As editors do it: the new file takes the place of the old one. */
  private void change(String rules) throws IOException {
    Path next = Files.writeString(folder.resolve("rules.yaml~"), rules);
    Files.move(next, folder.resolve("rules.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String phase(String name, String type, String method) {
    return "  - phase: %s\n    class: com.acme.reloaded.%s\n    method: %s\n"
        .formatted(name, type, method);
  }
}
