package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The application does not notice the agent. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class SafetyIT {
  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan \\S+ .*analyze .*";

  private final Jdk jdk;
  private final Application application = Application.compile("host");

  SafetyIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void itSeesTheSameJvmAsWithoutTheAgent() throws Exception {
    ForkedJvm.Result without =
        ForkedJvm.on(jdk).run(application, "com.acme.host.Lookaround").says();

    busy()
        .run(application, "com.acme.host.Lookaround")
        .prints(0, without.stdout().lines().toArray(String[]::new))
        .says(SUMMARY, "\\[scan-metrics\\] INFO scan broken failed .*");
  }

  @Test
  void oneThreadWatchesItsRulesAndRecordsItsScans() throws Exception {
    ForkedJvm.Result without =
        ForkedJvm.on(jdk).run(application, "com.acme.host.AllThreads").says();
    ForkedJvm.Result with =
        busy().run(application, "com.acme.host.AllThreads").says(SUMMARY, SUMMARY);

    List<String> threads = new ArrayList<>(with.stdout().lines().toList());
    without.stdout().lines().forEach(threads::remove);
    assertThat(threads)
        .contains("scan-metrics-agent")
        .isSubsetOf(
            "Cleaner-0",
            "scan-metrics-agent",
            "scan-metrics-log",
            "scan-metrics-pool",
            "scan-metrics-writer");
    assertThat(threads)
        .as("the pool has a second one for as long as it connects")
        .filteredOn(name -> !name.equals("scan-metrics-pool"))
        .doesNotHaveDuplicates();
  }

  @Test
  void itChoosesItsLogManagerAsLateAsItLikes() throws Exception {
    busy()
        .run(application, "com.acme.host.OwnLogging")
        .prints(0, "com.acme.host.OwnLogManager", "com.acme")
        .says(SUMMARY);
  }

  @Test
  void itsStreamsCarryNothingButItsOwn() throws Exception {
    busy().run(application, "com.acme.host.OwnStreams").prints(0, "caught: 0").says(SUMMARY);
  }

  @Test
  void itKeepsItsSharedClassArchive(@TempDir Path folder) throws Exception {
    Application inJar = application.inJar(folder.resolve("host.jar"));
    Path archive = folder.resolve("host.jsa");
    String main = "com.acme.host.OwnStreams";
    ForkedJvm.on(jdk).option("-XX:ArchiveClassesAtExit=" + archive).run(inJar, main);

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("host")
            .option("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load")
            .run(inJar, main)
            .says(SUMMARY);

    assertThat(result.stdout())
        .containsPattern(" " + main + " source: shared objects file \\(top\\)")
        .containsPattern(" java.lang.Object source: shared objects file");
  }

  @Test
  void aSecondAgentLeavesTheWorkToTheFirst() throws Exception {
    ForkedJvm.on(jdk)
        .withRules("host")
        .option("-javaagent:" + ForkedJvm.agentJar() + "=rules=" + ForkedJvm.rules("host"))
        .run(application, "com.acme.host.OwnStreams")
        .prints(0, "caught: 0")
        .says("\\[scan-metrics\\] attached twice; the first one goes on.*", SUMMARY);
  }

  @Test
  void modulesThatTheAgentNeedsAreNamedWhereTheyLack() throws Exception {
    Application modular = Application.compile("modular");

    ForkedJvm.on(jdk)
        .withRules("modular")
        .run(List.of("-p", modular.classPath(), "-m", "com.acme.modular/com.acme.modular.Main"))
        .prints(0, "sha256:1 is clean")
        .says(
            "\\[scan-metrics\\] ERROR this JVM runs without the module java.sql;"
                + " add --add-modules java.sql to its options;"
                + " the application runs without the agent");
  }

  /** With every part of the agent at work before the application looks around. */
  private ForkedJvm busy() throws Exception {
    return ForkedJvm.on(jdk)
        .withRules("host")
        .storingIn(ScannerDatabase.create())
        .option("-Dawait.thread=scan-metrics-pool");
  }
}
