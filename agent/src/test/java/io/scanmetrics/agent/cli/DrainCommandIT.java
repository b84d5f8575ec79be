package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrainCommandIT {
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/scans";

  private final Application application = Application.compile("endings");
  private final TestDatabase database;
  @TempDir private Path temp;
  private Path spool = Path.of("");

  DrainCommandIT() throws Exception {
    database = ScannerDatabase.create();
  }

  @BeforeEach
  void name() {
    spool = temp.resolve("spool");
  }

  @Test
  void whatAJvmLeftIsStored() throws Exception {
    leave("again");

    CommandRun run = drain();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("Stored 2 scans from " + spool + ".\n");
    assertThat(run.status()).isZero();
    assertThat(database.rows("SELECT attempt, outcome FROM scanner.scan_metrics"))
        .containsExactly(List.of(2, "succeeded"));
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void aSecondDrainFindsNothingToDo() throws Exception {
    leave("again");
    drain();

    CommandRun run = drain();

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("Nothing to store from " + spool + ".\n");
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() {
    CommandRun run = drain();

    assertThat(run.status()).isZero();
    assertThat(spool).doesNotExist();
  }

  @Test
  void aDatabaseThatIsAwayIsOneLineAndLosesNothing() throws Exception {
    leave("again");

    CommandRun run = CommandRun.of("drain", "--spool-dir", spool.toString(), "--jdbc-url", NOWHERE);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("error: PostgreSQL at 127.0.0.1:1/scans does not take scans")
        .endsWith("; 2 scans left in " + spool + "\n");
    assertThat(drain().out()).startsWith("Stored 2 scans");
  }

  @Test
  void whatAJvmThatRunsHasIsLeftToIt() throws Exception {
    ForkedJvm.Running running = start(NOWHERE, "hang");
    waitForFile(file -> file.contains("\"event\":\"phase\""));
    CommandRun whileOpen = drain();
    running.process().destroyForcibly().waitFor();

    assertThat(whileOpen.status()).as("a scan that runs does not wait").isZero();
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(0L);
    assertThat(drain().out()).startsWith("Stored 1 scan ");
    assertThat(database.value("SELECT outcome FROM scanner.scan_metrics")).isEqualTo("aborted");
  }

  @Test
  void whatAJvmThatRunsCannotStoreStillWaits() throws Exception {
    ForkedJvm.Running running = start(NOWHERE, "again-and-hang");
    waitForFile(file -> file.contains("\"event\":\"ended\""));
    CommandRun run = drain();
    running.process().destroyForcibly().waitFor();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("scans of processes that run still wait");
    assertThat(drain().status()).isZero();
    assertThat(database.value("SELECT attempt FROM scanner.scan_metrics")).isEqualTo(2);
  }

  @Test
  void aDamagedScanIsSetAsideAndCanBeMended() throws Exception {
    leave("exit");
    change(text -> text.replace("{\"event\":\"phase\"", "{broken\"phase\""));

    CommandRun run = drain();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("1 scan set aside; drain --set-aside list tells why.");

    CommandRun list = setAside("list");
    assertThat(list.status()).isEqualTo(1);
    assertThat(list.out())
        .matches(
            "(?s)Scan nightly, at \\S+\n    line \\d+ cannot be read: .*\n    "
                + spool
                + "/set-aside/\\S+\\.jsonl\n1 scan set aside\\.\n");

    assertThat(setAside("retry").status()).isEqualTo(1);
    change(text -> text.replace("{broken\"phase\"", "{\"event\":\"phase\""));
    CommandRun mended = setAside("retry");
    assertThat(mended.out()).startsWith("Stored 1 scan ");
    assertThat(mended.status()).isZero();
    assertThat(database.value("SELECT count(*) FROM scanner.execution_phases")).isEqualTo(1L);
  }

  @Test
  void whatPostgresqlRefusesIsSetAsideAndMayBeDiscarded() throws Exception {
    database.execute(
        "ALTER TABLE scanner.scan_metrics ADD CONSTRAINT no_artifacts CHECK (tenant_id IS NULL)");
    leave("again");

    assertThat(drain().status()).isEqualTo(1);
    assertThat(setAside("list").out()).contains("no_artifacts", "2 scans set aside.");
    CommandRun discarded = setAside("discard");

    assertThat(discarded.status()).isZero();
    assertThat(discarded.out()).startsWith("Deleted 2 scans");
    assertThat(setAside("list").status()).isZero();
    assertThat(drain().status()).isZero();
  }

  @Test
  void scansThatWereRefusedAreStoredOnceTheReasonIsGone() throws Exception {
    database.execute(
        "ALTER TABLE scanner.scan_metrics ADD CONSTRAINT none CHECK (tenant_id IS NULL)");
    leave("again");
    drain();
    database.execute("ALTER TABLE scanner.scan_metrics DROP CONSTRAINT none");

    CommandRun run = setAside("retry");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Stored 2 scans");
  }

  @Test
  void severalDrainsShareTheWork() throws Exception {
    for (int i = 0; i < 6; i++) {
      leave("again");
    }
    ForkedJvm.Running[] drains = new ForkedJvm.Running[3];
    for (int i = 0; i < drains.length; i++) {
      drains[i] = ForkedJvm.on(Jdk.current()).start(commandLine());
    }
    for (ForkedJvm.Running one : drains) {
      ForkedJvm.Result result = one.await();
      assertThat(result.stderr()).isEmpty();
      assertThat(result.exitCode()).as(result.stdout()).isZero();
    }

    assertThat(database.value("SELECT attempt FROM scanner.scan_metrics")).isEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void onATerminalThereIsABar(Jdk jdk) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script to make a terminal");
    leave("again");
    String command = String.join(" ", jdk.home() + "/bin/java", String.join(" ", commandLine()));
    ProcessBuilder terminal = new ProcessBuilder("script", "-qec", command, "/dev/null");
    terminal.environment().putAll(Map.of("TERM", "xterm", "COLUMNS", "70"));
    Process process = terminal.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(shown).isZero();
    assertThat(shown).contains("\rScans 100% [====", "2/2", "Stored 2 scans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--set-aside=burn", "--set-aside", "--password=x"})
  void wrongUsageIsToldApart(String flag) {
    CommandRun run = CommandRun.of("drain", "--jdbc-url", database.jdbcUrl(), flag);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("See: java -jar scan-metrics-agent.jar drain --help");
  }

  @Test
  void withoutADatabaseNothingIsTried() {
    CommandRun run = CommandRun.of("drain", "--spool-dir", spool.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--jdbc-url");
  }

  private CommandRun drain() {
    return CommandRun.of("drain", "--spool-dir=" + spool, "--jdbc-url=" + database.jdbcUrl());
  }

  private CommandRun setAside(String action) {
    return CommandRun.of(
        "drain", "--set-aside", action, "--spool-dir=" + spool, "--jdbc-url=" + database.jdbcUrl());
  }

  private List<String> commandLine() {
    return List.of(
        "-jar",
        ForkedJvm.agentJar().toString(),
        "drain",
        "--spool-dir=" + spool,
        "--jdbc-url=" + database.jdbcUrl());
  }

  /** Runs a scanner that ends in that way without a database. */
  private void leave(String how) throws Exception {
    start(NOWHERE, how).await();
  }

  private ForkedJvm.Running start(String jdbcUrl, String how) throws IOException {
    return ForkedJvm.on(Jdk.current())
        .withRules("endings")
        .option("-Dscan.metrics.jdbc.url=" + jdbcUrl, "-Dscan.metrics.spool.dir=" + spool)
        .start(application, "com.acme.endings.Main", how);
  }

  private void waitForFile(Predicate<String> content) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (files().stream().noneMatch(file -> content.test(read(file)))) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void change(UnaryOperator<String> change) throws IOException {
    for (Path file : files()) {
      Files.writeString(file, change.apply(read(file)));
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(spool)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(spool)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
