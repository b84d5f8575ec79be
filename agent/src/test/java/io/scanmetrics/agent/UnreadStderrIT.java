package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.agent.testing.SteadyScanner;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever started the JVM has it write to a pipe, and never reads what is in there. */
@Timeout(180)
class UnreadStderrIT {
  private static final String LONG_NAME = "x".repeat(60);

  /** A pipe holds 64 KiB; the application itself is not to be held up by it. */
  private static final int PRINTED = 60_000;

  /** The lines about them take more room than is left then: each scan of so few has one. */
  private static final int SCANS = 100;

  private static final long AMPLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Duration TIMEOUT_AND_LEEWAY = Duration.ofSeconds(15);

  @Test
  void rowsAreWrittenAndTheJvmEnds(@TempDir Path spool) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm jvm = ForkedJvm.on(Jdk.current()).withUnreadStderr();
    try (SteadyScanner scanner = SteadyScanner.start(jvm, LONG_NAME, database.jdbcUrl(), spool)) {
      scanner.printOnStderr(PRINTED);
      scanner.scan(SCANS);
      scanner.awaitScans(SCANS);
      awaitStored(database);
      assertThat(scanner.unreadOnStderr()).as("no room for another line").isGreaterThan(65_000);
      long begin = System.nanoTime();
      scanner.end();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT_AND_LEEWAY);
    }
  }

  private static void awaitStored(TestDatabase database) {
    long deadline = System.nanoTime() + AMPLE_NANOS;
    Object stored = stored(database);
    for (; !stored.equals((long) SCANS); stored = stored(database)) {
      assertThat(System.nanoTime() - deadline).as("stored %s of %s", stored, SCANS).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static Object stored(TestDatabase database) {
    return database
        .rows("SELECT count(*) FROM scanner.scan_metrics WHERE outcome = 'succeeded'")
        .get(0)
        .get(0);
  }
}
