package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.Beats;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.RunQueue;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whenever a JVM is killed, what had returned shortly before is known: from its first call on, in
 * long scans and in short ones, whether its rows were on their way to PostgreSQL already or not.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class KilledIT {
  /**
   * What had returned that long before the kill is not lost, not counting what the machine had no
   * time for.
   */
  private static final long SHORTLY_MILLIS = 50;

  private static final int SILENCE_MILLIS = 250;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SOON_MILLIS = 150;
  private static final int LATER_MILLIS = 1_500;

  private final Jdk jdk;
  private final Application application = Application.compile("killed");
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private TestDatabase database;
  @TempDir private Path folder;

  /** By the application's own log, what had returned in time. */
  private final Set<String> phases = new TreeSet<>();

  private final Set<String> scans = new TreeSet<>();

  KilledIT(Jdk jdk) throws Exception {
    this.jdk = jdk;
    this.database = ScannerDatabase.create();
  }

  @Test
  void nothingIsLostThatHadReturned() throws Exception {
    killAndCompare(6);
  }

  @Test
  @Tag("long")
  void nothingIsLostInAnyOfManyRounds() throws Exception {
    killAndCompare(200);
  }

  @Test
  void nothingIsLostThatReturnedAfterASilence() throws Exception {
    for (int round = 0; round < 4; round++) {
      Path log = folder.resolve("silent-" + round + ".log");
      ForkedJvm.Running running =
          start(ForkedJvm.rules("killed"), log, "silent-" + round, String.valueOf(SILENCE_MILLIS));
      try {
        awaitPhases(log, 8, running.process());
        LockSupport.parkNanos(Duration.ofMillis(SILENCE_MILLIS / 2).toNanos());
        end(running, log);
      } finally {
        running.process().destroyForcibly();
      }
    }
    compare();
  }

  /** They come from a pipe, whose other end has nothing to say: there is no end to it. */
  @Test
  void nothingIsLostThatReturnsWhileOtherRulesAreRead() throws Exception {
    Path rules = Files.copy(ForkedJvm.rules("killed"), folder.resolve("rules.yaml"));
    Path log = folder.resolve("reading.log");
    ForkedJvm.Running running = start(rules, log, "reading");
    try {
      awaitPhases(log, 1, running.process());
      OutputStream silent = awaitReaderOf(pipeInPlaceOf(rules));
      awaitPhases(log, phases(log) + 20, running.process());
      end(running, log);
      silent.close();
    } finally {
      running.process().destroyForcibly();
    }
    compare();
  }

  private static Path pipeInPlaceOf(Path rules) throws Exception {
    Files.delete(rules);
    assertThat(new ProcessBuilder("mkfifo", rules.toString()).start().waitFor()).isZero();
    return rules;
  }

  private static OutputStream awaitReaderOf(Path pipe) throws Exception {
    return CompletableFuture.supplyAsync(() -> opened(pipe))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static OutputStream opened(Path pipe) {
    try {
      return new FileOutputStream(pipe.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAndCompare(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      kill("round-" + round, random.nextInt(round % 2 == 0 ? SOON_MILLIS : LATER_MILLIS));
    }
    compare();
  }

  private void compare() throws Exception {
    drain();

    assertThat(phases).as("with seed %d", seed).isNotEmpty();
    Set<String> missing = new TreeSet<>(phases);
    List<String> stored = storedPhases();
    missing.removeAll(Set.copyOf(stored));
    assertThat(missing).as("lost of %d with seed %d", phases.size(), seed).isEmpty();
    assertThat(stored).as("with seed %d", seed).doesNotHaveDuplicates();
    assertThat(storedScans("succeeded")).as("with seed %d", seed).containsAll(scans);
    assertThat(storedScans("running")).as("with seed %d", seed).isEmpty();
  }

  /**
   * @param millis after the application's first phase has returned
   */
  private void kill(String name, int millis) throws Exception {
    Path log = folder.resolve(name + ".log");
    ForkedJvm.Running running = start(ForkedJvm.rules("killed"), log, name);
    try {
      awaitPhases(log, 1, running.process());
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
      end(running, log);
    } finally {
      running.process().destroyForcibly();
    }
  }

  private ForkedJvm.Running start(Path rules, Path log, String name, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(log.toString(), name, String.valueOf(random.nextInt())));
    arguments.addAll(List.of(more));
    return ForkedJvm.on(jdk)
        .lasting()
        .withAgent("rules=" + rules)
        .storingIn(database)
        .option("-Dscan.metrics.spool.dir=" + spool())
        .start(application, "com.acme.killed.Main", arguments.toArray(String[]::new));
  }

  private void end(ForkedJvm.Running running, Path log) throws Exception {
    long waited = RunQueue.millisWaited(running.process(), "scan-metrics-agent");
    long killedAt = System.currentTimeMillis();
    running.process().destroyForcibly();
    running.await();
    remember(lines(log), killedAt, waited);
  }

  private static void awaitPhases(Path log, long number, Process process) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(log) || phases(log) < number) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).as("no %d phases have returned", number).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private static long phases(Path log) throws IOException {
    return lines(log).stream().filter(line -> line.what.equals("phase")).count();
  }

  private static List<Line> lines(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Line::of).toList();
  }

  /** One that the application has written, and when. */
  private record Line(String what, String scan, String number, long atMillis) {
    static Line of(String text) {
      String[] parts = text.split(" ", -1);
      return new Line(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    }
  }

  /**
   * @param waited how long whoever records had no processor, in milliseconds; beats tell of the
   *     whole JVM, and a thread that only beats is let through sooner than one that has much to do
   */
  private void remember(List<Line> log, long killedAt, long waited) {
    List<Long> beats =
        log.stream().filter(line -> line.what.equals("beat")).map(Line::atMillis).toList();
    long inTime = killedAt - SHORTLY_MILLIS - 2 * Beats.millisMissed(beats, killedAt) - waited;
    for (Line line : log) {
      if (line.atMillis <= inTime && line.what.equals("phase")) {
        phases.add(line.scan + " " + line.number);
      } else if (line.atMillis <= inTime && line.what.equals("scan")) {
        scans.add(line.scan);
      }
    }
  }

  private void drain() throws Exception {
    ForkedJvm.Result result = ForkedJvm.on(jdk).run(ForkedJvm.drain(spool(), database.jdbcUrl()));
    assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private List<String> storedPhases() {
    List<String> stored = new ArrayList<>();
    for (List<?> row :
        database.rows(
            "SELECT attributes->>'scan.id', phase_metrics->>'number'"
                + " FROM scanner.execution_phases JOIN scanner.scan_metrics USING (metrics_id)")) {
      stored.add(row.get(0) + " " + row.get(1));
    }
    return stored;
  }

  private Set<String> storedScans(String outcome) {
    return database
        .rows(
            "SELECT attributes->>'scan.id' FROM scanner.scan_metrics WHERE outcome = '"
                + outcome
                + "'")
        .stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.toSet());
  }
}
