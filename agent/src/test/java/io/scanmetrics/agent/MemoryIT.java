package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.Refused;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that scans for ever takes no more memory for it, and nothing that it drops is kept. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class MemoryIT {
  private static final int FEW = 4_000;
  private static final int MANY = 200_000;

  /** So many scans whose end has not come have room in 64 MB. */
  private static final long MOST_OPEN = 1_024;

  private static final Duration LONG = Duration.ofMinutes(10);

  private static final int SAMPLES = 20;

  /** Of these samples, those before are of a JVM that is still warming up. */
  private static final int WARM = 7;

  private static final String GIVEN_UP =
      "scan: com.acme.endless.Desk.takeIn to com.acme.endless.Desk.report (src/test/resources/rules/endless.yaml:6):"
          + " too many have begun and not ended; the first of them counts as abandoned";

  private static final String NEVER_BEGUN = " names the scan nobody knows ";

  private static final long MOST_GROWTH_KILOBYTES = 6_000;

  private final Jdk jdk;
  @TempDir private Path spool;

  MemoryIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void withoutDatabase() throws Exception {
    ForkedJvm.Result result = run(ForkedJvm.on(jdk), FEW);

    assertThatNothingIsKept(result);
    assertThatMemoryIsFlat(result);
  }

  @Test
  void withDatabase() throws Exception {
    TestDatabase database = ScannerDatabase.create();

    assertThatNothingIsKept(run(ForkedJvm.on(jdk).storingIn(database), FEW));

    assertThatAllAreStored(database, FEW);
  }

  @Test
  @Tag("long")
  void of200000ScansWithoutDatabase() throws Exception {
    ForkedJvm.Result result = run(ForkedJvm.on(jdk), MANY);

    assertThatNothingIsKept(result);
    assertThatMemoryIsFlat(result);
  }

  @Test
  @Tag("long")
  void of200000ScansWithDatabase() throws Exception {
    TestDatabase database = ScannerDatabase.create();

    ForkedJvm.Result result =
        run(
            ForkedJvm.on(jdk)
                .storingIn(database)
                .option(
                    "-Dscan.metrics.spool.dir=" + spool,
                    "-Dscan.metrics.spool.max.bytes=1073741824"),
            MANY);

    assertThatNothingIsAlive(result);
    assertThatMemoryIsFlat(result);
    ForkedJvm.on(Jdk.current()).start(ForkedJvm.drain(spool, database.jdbcUrl())).await(LONG);
    long kept = 2L * MANY + MANY / 50 - Refused.scans(result);
    assertThat((Long) database.value("SELECT count(*) FROM scanner.scan_metrics"))
        .as("a plug-in scans a job again, which may have been left out the first time")
        .isBetween(kept, kept + SAMPLES);
  }

  /** Those that were given up have failed; those that were open when the JVM ended are aborted. */
  private static void assertThatAllAreStored(TestDatabase database, long scans)
      throws SQLException {
    assertThat(
            database.rows(
                "SELECT outcome, attributes ? 'number', count(*) FROM scanner.scan_metrics"
                    + " GROUP BY 1, 2 ORDER BY 1, 2"))
        .containsExactly(
            List.of("aborted", false, MOST_OPEN),
            List.of("failed", false, scans - MOST_OPEN),
            List.of("succeeded", true, scans + scans / 50));
  }

  private static ForkedJvm.Result run(ForkedJvm jvm, int scans) throws Exception {
    Application endless = Application.compile("endless");
    return jvm.lasting()
        .withRules("endless")
        .option("-Xmx64m", "-Dscan.metrics.log.level=warn", "-Dscan.metrics.shutdown.timeout=50s")
        .start(endless, "com.acme.endless.Main", String.valueOf(scans))
        .await(scans > FEW ? LONG : Duration.ofMinutes(2));
  }

  private static void assertThatNothingIsKept(ForkedJvm.Result result) {
    assertThat(result.stderr().lines())
        .anyMatch(line -> line.contains(GIVEN_UP))
        .allMatch(line -> line.contains(GIVEN_UP) || line.contains(NEVER_BEGUN));
    assertThatNothingIsAlive(result);
  }

  private static void assertThatNothingIsAlive(ForkedJvm.Result result) {
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().lines()).contains("ended true", "alive []");
  }

  private static void assertThatMemoryIsFlat(ForkedJvm.Result result) {
    List<Long> used =
        result
            .stdout()
            .lines()
            .filter(line -> line.startsWith("used "))
            .map(line -> Long.valueOf(line.substring(5)))
            .toList();
    assertThat(used).hasSize(SAMPLES);
    long before = used.subList(WARM, WARM + 3).stream().mapToLong(Long::longValue).max().orElse(0);
    long after = used.subList(17, 20).stream().mapToLong(Long::longValue).min().orElse(0);
    assertThat(after - before)
        .as("growth in kilobytes: %s", used)
        .isLessThan(MOST_GROWTH_KILOBYTES);
  }
}
