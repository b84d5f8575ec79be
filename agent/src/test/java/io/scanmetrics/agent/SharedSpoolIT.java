package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.agent.testing.SteadyScanner;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs, and several drains, with one folder for what waits. */
@Timeout(180)
class SharedSpoolIT {
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/scans";
  private static final int SCANS = 200;

  @TempDir private Path spool;

  @Test
  void scansOfTheDeadAreStoredOnceWhileAgentsAndDrainsUseTheFolder() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    leave("first");
    leave("second");
    try (SteadyScanner one = SteadyScanner.start("third", database.jdbcUrl(), spool);
        SteadyScanner other = SteadyScanner.start("fourth", database.jdbcUrl(), spool)) {
      one.scan(SCANS);
      other.scan(SCANS);
      List<ForkedJvm.Running> drains = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        drains.add(ForkedJvm.on(Jdk.current()).start(drain(database)));
      }
      for (ForkedJvm.Running drain : drains) {
        assertThat(drain.await().stderr()).isEmpty();
      }
      one.end();
      other.end();
    }
    ForkedJvm.on(Jdk.current()).run(drain(database));

    assertThat(
            database.rows(
                "SELECT count(*), count(DISTINCT scan_id), max(attempt),"
                    + " count(*) FILTER (WHERE outcome = 'succeeded'),"
                    + " (SELECT count(*) FROM scanner.execution_phases) FROM scanner.scan_metrics"))
        .containsExactly(List.of(4L * SCANS, 4L * SCANS, 1, 4L * SCANS, 12L * SCANS));
    assertThat(spool).isEmptyDirectory();
  }

  /** Scans of a JVM that never reached the database. */
  private void leave(String name) throws Exception {
    try (SteadyScanner scanner = SteadyScanner.start(name, NOWHERE, spool)) {
      scanner.scan(SCANS);
      scanner.end();
    }
  }

  private List<String> drain(TestDatabase database) {
    return ForkedJvm.drain(spool, database.jdbcUrl());
  }
}
