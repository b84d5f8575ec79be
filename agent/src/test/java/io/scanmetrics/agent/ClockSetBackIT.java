package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.agent.testing.SteadyScanner;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock on the wall is set back by an hour while scans are made. */
@Timeout(180)
class ClockSetBackIT {
  private static final List<Path> FAKETIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));
  private static final int SCANS = 300;

  @Test
  void noScanIsLostAndNoneTakesMoreOrLessTimeThanItDid(@TempDir Path temp) throws Exception {
    Optional<Path> faketime = FAKETIME.stream().filter(Files::exists).findFirst();
    assumeTrue(faketime.isPresent(), "Debian's package libfaketime is not installed");
    TestDatabase database = ScannerDatabase.create();
    Path clock = Files.writeString(temp.resolve("clock"), "+0\n");
    ForkedJvm jvm =
        ForkedJvm.on(Jdk.current())
            .option(SteadyScanner.QUIET)
            .environment("LD_PRELOAD", faketime.get().toString())
            .environment("FAKETIME_TIMESTAMP_FILE", clock.toString())
            .environment("FAKETIME_NO_CACHE", "1")
            .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    try (SteadyScanner scanner =
        SteadyScanner.start(jvm, "clock", database.jdbcUrl(), temp.resolve("spool"))) {
      scanner.scan(SCANS);
      scanner.awaitScans(SCANS / 3);
      Files.writeString(clock, "-3600\n");
      scanner.end();
      assertThat(scanner.scans()).isEqualTo(SCANS);
      assertThat(largestStepBack(scanner.log())).as("milliseconds").isGreaterThan(3_500_000);
    }

    assertThat(
            database.rows(
                "SELECT count(*), min(total_duration_ms) >= 0, max(total_duration_ms) < 60000,"
                    + " max(started_at) < now() + INTERVAL '1 min',"
                    + " min(started_at) > now() - INTERVAL '70 min',"
                    + " (SELECT count(*) FROM scanner.execution_phases"
                    + "  WHERE duration_ms BETWEEN 0 AND 60000)"
                    + " FROM scanner.scan_metrics WHERE outcome = 'succeeded'"))
        .containsExactly(List.of((long) SCANS, true, true, true, true, 3L * SCANS));
  }

  private static long largestStepBack(List<SteadyScanner.Returned> log) {
    long largest = 0;
    for (int i = 1; i < log.size(); i++) {
      largest = Math.max(largest, log.get(i - 1).millis() - log.get(i).millis());
    }
    return largest;
  }
}
