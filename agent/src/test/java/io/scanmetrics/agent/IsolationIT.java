package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the application brings along and however it loads its classes, it is measured. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class IsolationIT {
  private final Jdk jdk;
  private TestDatabase database;

  IsolationIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @BeforeEach
  void prepare() throws Exception {
    database = ScannerDatabase.create();
  }

  @Test
  void itsOwnVersionsOfOurLibrariesWorkAsEver() throws Exception {
    Application foreign = Application.compile("foreign", foreignLibraries());
    String main = "com.acme.foreign.Main";
    ForkedJvm.Result without = ForkedJvm.on(jdk).run(foreign, main, database.jdbcUrl());
    assertThat(without.stdout())
        .contains("42 by 42.2.29, generated")
        .contains("spans: [work]", "meters: [acme.scans]", "log: [scanning nightly]");

    ForkedJvm.Result with =
        agent("foreign")
            .run(foreign, main, database.jdbcUrl())
            .prints(0, without.stdout().lines().toArray(String[]::new));

    List<String> added = new ArrayList<>(with.stderr().lines().toList());
    without.stderr().lines().forEach(added::remove);
    assertThat(added)
        .singleElement()
        .asString()
        .matches("\\[scan-metrics\\] INFO scan nightly .*ingest .*analyze .*");
    assertThat(phases("nightly")).isEqualTo("ingest analyze");
  }

  @Test
  void namedModulesNeedNotOpenThemselves() throws Exception {
    Application modular = Application.compile("modular");

    agent("modular")
        .option("--add-modules", "java.sql", "--add-modules", "java.naming")
        .run(List.of("-p", modular.classPath(), "-m", "com.acme.modular/com.acme.modular.Main"))
        .prints(0, "sha256:1 is clean")
        .says("\\[scan-metrics\\] INFO scan nightly .*analyze .*");

    assertThat(
            database.value(
                "SELECT artifact_digest FROM scanner.scan_metrics"
                    + " WHERE attributes->>'scan.id' = 'nightly'"))
        .isEqualTo("sha256:1");
  }

  @Test
  void classLoadersNeedNotDelegate() throws Exception {
    String[] scans = {"platform-parent", "no-parent", "child-first", "secretive"};
    ForkedJvm.Result result =
        agent("loaders").run(Application.compile("loaders"), "com.acme.loaders.Main");

    result.prints(
        0,
        "platform-parent: true",
        "no-parent: true",
        "child-first: true",
        "secretive: true",
        "threads: 24");
    assertThat(result.stderr().lines())
        .hasSize(scans.length + 24)
        .allMatch(line -> line.matches("\\[scan-metrics\\] INFO scan .*: analyze .*"));
    for (String scan : scans) {
      assertThat(phases(scan)).as(scan).isEqualTo("analyze");
    }
    assertThat(
            database.value(
                "SELECT count(*) FROM scanner.execution_phases JOIN scanner.scan_metrics"
                    + " USING (metrics_id) WHERE attributes->>'scan.id' LIKE 'thread-%'"))
        .isEqualTo(24L);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11})
  void oldClassFilesAreMeasuredLikeNewOnes(int release) throws Exception {
    agent("oldstyle")
        .run(Application.compile("oldstyle", release), "com.acme.endings.Main")
        .prints(0, "end of main")
        .says("\\[scan-metrics\\] INFO scan nightly .*ingest .*, publish .*");

    assertThat(phases("nightly")).isEqualTo("ingest publish");
  }

  private ForkedJvm agent(String rules) {
    return ForkedJvm.on(jdk).withRules(rules).storingIn(database);
  }

  private Object phases(String scan) {
    return database.value(
        "SELECT string_agg(phase_name, ' ' ORDER BY phase_order) FROM scanner.scan_metrics"
            + (" JOIN scanner.execution_phases USING (metrics_id) WHERE attributes->>'scan.id' = '"
                + scan
                + "'"));
  }

  private static Path[] foreignLibraries() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "foreign").toAbsolutePath())) {
      return jars.sorted().toArray(Path[]::new);
    }
  }
}
