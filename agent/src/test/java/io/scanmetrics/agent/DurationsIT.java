package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows tell the durations that the application measures itself. */
class DurationsIT {
  private static final Pattern TOOK = Pattern.compile("took (\\w+) (\\d+) us");
  private static final int SCANS = 9;
  private static final Offset<Double> THREE_MILLISECONDS = Offset.offset(3.0);

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void rowsAndApplicationAgreeWithinThreeMilliseconds(Jdk jdk) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("scanner")
            .storingIn(database)
            .option("-Dtimings=true")
            .run(
                Application.compile("scanner"),
                "com.acme.scanner.Main",
                IntStream.range(0, SCANS).mapToObj(String::valueOf).toArray(String[]::new));

    Map<String, List<Double>> measured = new HashMap<>();
    TOOK.matcher(result.stdout())
        .results()
        .forEach(
            line ->
                measured.computeIfAbsent(line.group(1), s -> new ArrayList<>()).add(millis(line)));

    assertThat(measured).containsOnlyKeys("scan", "ingest", "analyze", "publish");
    measured.forEach(
        (step, ownMillis) -> {
          List<Double> stored = stored(database, step);
          assertThat(stored).as(step).hasSameSizeAs(ownMillis).hasSize(SCANS);
          assertThat(median(differences(ownMillis, stored)))
              .as("median of %s and %s: %s", step, ownMillis, stored)
              .isCloseTo(0, THREE_MILLISECONDS);
        });
  }

  private static double millis(MatchResult line) {
    return Long.parseLong(line.group(2)) / 1_000.0;
  }

  /** In milliseconds, in the order of the scans. */
  private static List<Double> stored(TestDatabase database, String step) {
    String table =
        step.equals("scan")
            ? "scanner.scan_metrics"
            : "scanner.execution_phases WHERE phase_name = '" + step + "'";
    return database
        .rows(
            "SELECT (extract(epoch FROM finished_at - started_at) * 1000)::DOUBLE PRECISION FROM "
                + table
                + " ORDER BY started_at")
        .stream()
        .map(row -> (Double) row.get(0))
        .toList();
  }

  private static List<Double> differences(List<Double> some, List<Double> others) {
    return IntStream.range(0, some.size()).mapToObj(i -> some.get(i) - others.get(i)).toList();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
