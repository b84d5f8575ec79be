package io.scanmetrics.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However few traces the host samples, no scan and no phase is missing in the database. */
class SamplingIT {
  private static final int SCANS = 20;
  private static final int ROWS = 10;

  /** How many spans of scans have arrived of those whose rows have been looked at. */
  private static long sampled(String sampler, String ratio) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      HostedJvm.on(Jdk.current(), database, receiver)
          .option(HostedJvm.HOST, HostedJvm.EXTENSION)
          .option("-Dotel.traces.sampler=" + sampler, "-Dotel.traces.sampler.arg=" + ratio)
          .option("-Dscan.metrics.phase.max.rows=" + ROWS)
          .run(HostedJvm.application(), "com.acme.hosted.Main", arguments(database))
          .prints(0, printed());
      everyScanHasItsPhases(database);
      manyExecutionsShareARow(database);
      return receiver.spans().stream().map(ReceivedSpan::name).filter("scan"::equals).count();
    }
  }

  private static void everyScanHasItsPhases(TestDatabase database) {
    assertThat(
            database.rows(
                "SELECT phase_name, count(*) FROM scanner.execution_phases"
                    + " JOIN scanner.scan_metrics USING (metrics_id)"
                    + " WHERE outcome = 'succeeded' AND success"
                    + " AND attributes->>'scan.id' <> 'many' GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            List.of("analyze", (long) SCANS),
            List.of("ingest", (long) SCANS),
            List.of("publish", (long) SCANS));
  }

  private static void manyExecutionsShareARow(TestDatabase database) {
    assertThat(
            database.rows(
                "SELECT count(*), sum(coalesce((phase_metrics->>'folded.executions')::INT, 1))"
                    + " FROM scanner.execution_phases JOIN scanner.scan_metrics USING (metrics_id)"
                    + " WHERE attributes->>'scan.id' = 'many'"))
        .containsExactly(List.of(ROWS + 1L, 50L));
  }

  private static String[] printed() {
    List<String> lines = new ArrayList<>(Collections.nCopies(SCANS, "4"));
    lines.add("50");
    return lines.toArray(String[]::new);
  }

  private static String[] arguments(TestDatabase database) {
    List<String> arguments = new ArrayList<>();
    arguments.add(database.jdbcUrl());
    arguments.addAll(Collections.nCopies(SCANS, "scan"));
    arguments.add("many");
    return arguments.toArray(String[]::new);
  }

  @Test
  void whereATenthOfTheTracesIsSampled() throws Exception {
    assertThat(sampled("traceidratio", "0.1")).isLessThan(SCANS);
  }

  @Test
  @Tag("long")
  void whereATenthOfTheTracesThatBeginHereIsSampled() throws Exception {
    assertThat(sampled("parentbased_traceidratio", "0.1")).isLessThan(SCANS);
  }

  @Test
  @Tag("long")
  void whereNoTraceIsSampled() throws Exception {
    assertThat(sampled("traceidratio", "0")).isZero();
  }
}
