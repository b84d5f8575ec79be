package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows tell the times that the application reads itself, from the first scan of a cold JVM on.
 *
 * <p>The agent's readings and the application's are a few statements apart. Between them the
 * operating system may take the processor away, for longer than any tolerance, but it does not pick
 * the same place each time: what differs by more is looked at again in another JVM, until every
 * time was right once.
 */
class DurationsIT {
  private static final int SCANS = 9;
  private static final int RUNS = 6;
  private static final long TOLERATED_MICROS = 3_000;

  private final Application application = Application.compile("clocked");

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void rowsAndApplicationAgreeWithinThreeMilliseconds(Jdk jdk) throws Exception {
    Map<String, Long> beyond = deviations(jdk);
    for (int run = 1; run < RUNS && !beyond.isEmpty(); run++) {
      beyond.keySet().retainAll(deviations(jdk).keySet());
    }
    assertThat(beyond).as("beyond 3 ms in %s runs, in microseconds", RUNS).isEmpty();
  }

  /** What differs by more than is tolerated, and by how much. */
  private Map<String, Long> deviations(Jdk jdk) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("clocked")
            .storingIn(database)
            .run(application, "com.acme.clocked.Main", String.valueOf(SCANS));
    Map<String, Long> own = new TreeMap<>();
    result
        .stdout()
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", 4);
              own.put(words[0] + " " + words[1] + " begins", Long.valueOf(words[2]));
              own.put(words[0] + " " + words[1] + " takes", Long.valueOf(words[3]));
            });
    Map<String, Long> stored = stored(database);
    assertThat(stored).hasSize(SCANS * 10).containsOnlyKeys(own.keySet());
    Map<String, Long> beyond = new TreeMap<>();
    stored.forEach(
        (what, micros) -> {
          long difference = micros - own.getOrDefault(what, Long.MAX_VALUE);
          if (Math.abs(difference) > TOLERATED_MICROS) {
            beyond.put(what, difference);
          }
        });
    return beyond;
  }

  /** In microseconds, by scan and step; when an execution begins counts from its scan. */
  private static Map<String, Long> stored(TestDatabase database) {
    Map<String, Long> stored = new TreeMap<>();
    database
        .rows(
            """
            WITH executions AS (
              SELECT metrics_id, phase_name, started_at, finished_at
                FROM scanner.execution_phases
              UNION ALL
              SELECT metrics_id, 'scan', started_at, finished_at FROM scanner.scan_metrics)
            SELECT replace(attributes->>'scan.id', 'scan-', '') || ' ' || phase_name,
                   (extract(epoch FROM e.started_at - s.started_at) * 1000000)::BIGINT,
                   (extract(epoch FROM e.finished_at - e.started_at) * 1000000)::BIGINT
              FROM executions e JOIN scanner.scan_metrics s USING (metrics_id)
            """)
        .forEach(
            row -> {
              stored.put(row.get(0) + " begins", (Long) row.get(1));
              stored.put(row.get(0) + " takes", (Long) row.get(2));
            });
    return stored;
  }
}
