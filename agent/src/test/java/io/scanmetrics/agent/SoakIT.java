package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.SteadyScanner;
import io.scanmetrics.agent.testing.SteadyScanner.Returned;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresCluster;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scanners that come, go and are killed, and one that stays, while PostgreSQL is stopped, killed
 * and frozen, and drains run beside them: in the end the rows are what the scanners' own logs say,
 * and the one that stays needs no more memory than in the beginning. {@code -Dtest.soak=PT1H} says
 * for how long.
 */
@Tag("long")
class SoakIT {
  private static final Duration LENGTH =
      Duration.parse(System.getProperty("test.soak", Duration.ofMinutes(3).toString()));
  private static final long AMPLE_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What had returned that long before a kill is not lost; how soon it is safe, others test. */
  private static final long RETURNED_MILLIS = 500;

  /** Each scanner's in each round. */
  private static final int SCANS = 300;

  private static final int ROUNDS_UNTIL_WARM = 3;
  private static final long MOST_HEAP_GROWTH = 4L << 20;

  private static final String TWICE =
      "SELECT scan_id::text FROM scanner.scan_metrics GROUP BY scan_id HAVING count(*) > 1"
          + " UNION ALL SELECT scan_id::text FROM scanner.scan_metrics WHERE attempt > 1"
          + " UNION ALL SELECT metrics_id || phase_name FROM scanner.execution_phases"
          + " GROUP BY metrics_id, phase_name HAVING count(*) > 1";

  private static final String STORED =
      "SELECT attributes ->> 'scan.id' || ' scan' FROM scanner.scan_metrics"
          + " WHERE outcome = 'succeeded' UNION ALL"
          + " SELECT attributes ->> 'scan.id' || ' ' || phase_name FROM scanner.scan_metrics"
          + " JOIN scanner.execution_phases USING (metrics_id)";

  private static final String STORED_OF_LASTING =
      "SELECT count(*) FROM scanner.scan_metrics WHERE outcome = 'succeeded'"
          + " AND attributes ->> 'scan.id' LIKE 'lasting-%'";

  private final PostgresCluster server = PostgresCluster.newest();
  private final TestDatabase database = server.newDatabase();
  private final String jdbcUrl = database.jdbcUrl() + "&socketTimeout=5";
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Set<String> expected = new TreeSet<>();
  @TempDir private Path spool;

  private enum Fault {
    STOPPED,
    KILLED,
    FROZEN
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nothingIsLostNothingIsDoubleAndMemoryDoesNotGrow() throws Exception {
    SchemaMigration.migrate(database.dataSource());
    long end = System.nanoTime() + LENGTH.toNanos();
    int rounds = 0;
    long heapBefore = 0;
    long heapAfter;
    try (SteadyScanner lasting = SteadyScanner.start("lasting", jdbcUrl, spool)) {
      while (System.nanoTime() - end < 0 || rounds <= ROUNDS_UNTIL_WARM) {
        round(rounds, lasting);
        rounds++;
        if (rounds == ROUNDS_UNTIL_WARM) {
          heapBefore = heapAtRest(lasting, rounds);
        }
      }
      heapAfter = heapAtRest(lasting, rounds);
      lasting.end();
      expect(lasting, Long.MAX_VALUE);
    }
    await(() -> startDrain().await().exitCode() == 0, "a drain that leaves nothing");

    Set<String> stored = stored();
    Set<String> lost = new TreeSet<>(expected);
    lost.removeAll(stored);
    System.out.printf(
        "soak: %d rounds, PostgreSQL %s, %d JVMs killed; %d phases and scans in the scanners'"
            + " logs, %d stored, %d lost; heap %d KiB before, %d KiB after%n",
        rounds,
        faults,
        rounds,
        expected.size(),
        stored.size(),
        lost.size(),
        heapBefore >> 10,
        heapAfter >> 10);
    assertThat(lost).as("lost, with seed %d", seed).isEmpty();
    assertThat(database.rows(TWICE)).as("double, with seed %d", seed).isEmpty();
    assertThat(heapAfter - heapBefore).as("growth of the heap").isLessThan(MOST_HEAP_GROWTH);
    assertThat(spool).isEmptyDirectory();
  }

  /** Two scanners more, one of which is killed while PostgreSQL is away. */
  private void round(int number, SteadyScanner lasting) throws Exception {
    lasting.scan(SCANS);
    try (SteadyScanner killed = SteadyScanner.start("killed-" + number, jdbcUrl, spool);
        SteadyScanner ended = SteadyScanner.start("ended-" + number, jdbcUrl, spool)) {
      killed.scan(SCANS);
      ended.scan(SCANS);
      killed.awaitScans(random.nextInt(SCANS / 2));
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      faults.merge(fault, 1, Integer::sum);
      begin(fault);
      ForkedJvm.Running inVain = startDrain();
      killed.awaitScans(SCANS / 2 + random.nextInt(SCANS / 2));
      long at = killed.kill();
      mend(fault);
      inVain.await();
      startDrain().await();
      ended.end();
      expect(killed, at - RETURNED_MILLIS);
      expect(ended, Long.MAX_VALUE);
    }
    lasting.awaitScans(SCANS * (number + 1));
  }

  private void begin(Fault fault) {
    switch (fault) {
      case STOPPED -> server.stop();
      case KILLED -> server.kill();
      case FROZEN -> server.pause();
    }
  }

  private void mend(Fault fault) {
    if (fault == Fault.FROZEN) {
      server.resume();
    } else {
      server.start();
    }
  }

  private void expect(SteadyScanner scanner, long untilMillis) throws Exception {
    for (Returned one : scanner.log()) {
      if (one.millis() < untilMillis) {
        expected.add(one.scan() + " " + one.what());
      }
    }
  }

  /** Once all that it has scanned is stored. */
  private long heapAtRest(SteadyScanner lasting, int rounds) throws Exception {
    Long all = (long) SCANS * rounds;
    await(() -> all.equals(database.value(STORED_OF_LASTING)), "all to be stored");
    return lasting.heap();
  }

  private ForkedJvm.Running startDrain() throws Exception {
    return ForkedJvm.on(Jdk.current()).start(drain());
  }

  private List<String> drain() {
    return ForkedJvm.drain(spool, jdbcUrl);
  }

  private Set<String> stored() {
    Set<String> stored = new HashSet<>();
    database.rows(STORED).forEach(row -> stored.add(String.valueOf(row.get(0))));
    return stored;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, String what) throws Exception {
    long deadline = System.nanoTime() + AMPLE_NANOS;
    while (!condition.holds()) {
      assertThat(System.nanoTime() - deadline).as("waiting for %s", what).isNegative();
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
