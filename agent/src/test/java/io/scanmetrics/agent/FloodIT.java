package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.Beats;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A phase that a scan runs very often has a thousand rows and one, in a small heap. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class FloodIT {
  private static final int FOR_EVER = Integer.MAX_VALUE;

  /** By then, a few seconds after the start, what notes them is compiled. */
  private static final long MANY = 800_000;

  /** What had returned that long before the kill is not lost, not counting missed beats. */
  private static final long SHORTLY_MILLIS = 150;

  private static final Pattern NOTED = Pattern.compile("\"folded\\.executions\":(\\d+)");

  private final Jdk jdk;
  private final Application application = Application.compile("flood");
  private final TestDatabase database;
  @TempDir private Path folder;

  FloodIT(Jdk jdk) throws Exception {
    this.jdk = jdk;
    this.database = ScannerDatabase.create();
  }

  @Test
  void theRowOfTheOthersStandsForAllOfThem() throws Exception {
    run(flooded(), 50_000);

    assertThatItIsFolded(50_000);
  }

  @Test
  @Tag("long")
  void aMillionExecutionsAreAThousandRowsAndOne() throws Exception {
    run(flooded(), 1_000_000);

    assertThatItIsFolded(1_000_000);
  }

  @Test
  void onlyTheExecutionsThatHaveRowsHaveSpans() throws Exception {
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      run(
          flooded()
              .option(
                  "-Dotel.exporter.otlp.endpoint=" + collector.endpoint(Protocol.HTTP),
                  "-Dotel.bsp.max.queue.size=16384"),
          20_000);

      assertThat(collector.spans().stream().filter(span -> span.name().equals("ingest")))
          .hasSize(1_000);
    }
  }

  @Test
  void whatHadReturnedBeforeAKillIsInTheRow() throws Exception {
    Path log = folder.resolve("asked.log");
    Path spool = folder.resolve("spool");
    ForkedJvm.Running running =
        flooded()
            .option("-Dscan.metrics.spool.dir=" + spool)
            .start(application, "com.acme.flood.Main", String.valueOf(FOR_EVER), log.toString());
    long killedAt;
    try {
      awaitNoted(spool, running.process());
      killedAt = System.currentTimeMillis();
    } finally {
      running.process().destroyForcibly();
    }
    running.await();
    List<Asked> asked = asked(log);
    List<Long> beats = asked.stream().map(Asked::atMillis).toList();
    long inTime = killedAt - SHORTLY_MILLIS - 2 * Beats.millisMissed(beats, killedAt);

    ForkedJvm.on(jdk).run(ForkedJvm.drain(spool, database.jdbcUrl()));

    assertThat((Long) database.value("SELECT sum(" + EXECUTIONS + ")::bigint" + OF_INGEST))
        .isGreaterThanOrEqualTo(timesAskedBy(inTime, asked));
    assertThat(database.value("SELECT count(*)" + OF_INGEST)).isEqualTo(1_001L);
  }

  private static final String EXECUTIONS =
      "coalesce((phase_metrics->>'folded.executions')::bigint, 1)";

  private static final String OF_INGEST =
      " FROM scanner.execution_phases WHERE phase_name = 'ingest'";

  private ForkedJvm flooded() {
    return ForkedJvm.on(jdk)
        .lasting()
        .withRules("flood")
        .storingIn(database)
        .option("-Xmx64m", "-Dscan.metrics.log.level=warn", "-Dscan.metrics.shutdown.timeout=40s");
  }

  private void run(ForkedJvm jvm, int times) throws Exception {
    jvm.start(application, "com.acme.flood.Main", String.valueOf(times))
        .await()
        .says()
        .prints(0, "refused " + times / 1_000);
  }

  private static void awaitNoted(Path spool, Process process) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (noted(spool) < MANY) {
      assertThat(process.isAlive() && System.nanoTime() < deadline).isTrue();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** How many executions share a row by what is on disk. */
  private static long noted(Path spool) throws IOException {
    long most = 0;
    if (Files.exists(spool)) {
      try (Stream<Path> files = Files.walk(spool)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
          Matcher noted = NOTED.matcher(Files.readString(file));
          while (noted.find()) {
            most = Math.max(most, Long.parseLong(noted.group(1)));
          }
        }
      } catch (NoSuchFileException | UncheckedIOException aFileHasMoved) {
        // Its scan goes on in another one, which the next look finds.
      }
    }
    return most;
  }

  /** How often the application had asked, and when, as it has written down. */
  private record Asked(long times, long atMillis) {}

  private static List<Asked> asked(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" ", -1))
        .map(parts -> new Asked(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
        .toList();
  }

  private static long timesAskedBy(long millis, List<Asked> asked) {
    return asked.stream()
        .filter(one -> one.atMillis <= millis)
        .mapToLong(Asked::times)
        .max()
        .orElse(0);
  }

  private void assertThatItIsFolded(long times) {
    assertThat(
            database.rows(
                "SELECT count(*), sum("
                    + EXECUTIONS
                    + ")::bigint,"
                    + " sum(coalesce((phase_metrics->>'folded.failures')::bigint,"
                    + "   CASE WHEN success THEN 0 ELSE 1 END))::bigint"
                    + OF_INGEST))
        .containsExactly(List.of(1_001L, times, times / 1_000));
    assertThat(database.value("SELECT package_count FROM scanner.scan_metrics"))
        .isEqualTo((int) times);
    // One after the other on one thread: their time is their sum, and what is left is of the phase
    // around them.
    assertThat(
            database.rows(
                "WITH took AS (SELECT phase_name, sum(coalesce("
                    + "   (phase_metrics->>'folded.sum_ms')::float8,"
                    + "   extract(epoch FROM finished_at - started_at)::float8 * 1000)) AS ms"
                    + " FROM scanner.execution_phases GROUP BY 1)"
                    + " SELECT t_ingest_ms - floor(ingest.ms + 0.0001)::int,"
                    + " t_analyze_ms - floor(around.ms - ingest.ms + 0.0001)::int"
                    + " FROM scanner.scan_metrics, took ingest, took around"
                    + " WHERE ingest.phase_name = 'ingest' AND around.phase_name = 'analyze'"))
        .containsExactly(List.of(0, 0));
  }
}
