package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.Refused;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scans that end faster than any disk takes them, in a small heap, while nothing listens where the
 * database should be.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class BurstIT {
  private static final int SCANS = 6_000;

  private final Jdk jdk;
  @TempDir private Path spool;

  BurstIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void theApplicationGoesOnAndEveryScanIsKeptOrCounted() throws Exception {
    TestDatabase database = ScannerDatabase.create();

    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .lasting()
            .withRules("burst")
            .option(
                "-Xmx64m",
                "-Dscan.metrics.spool.dir=" + spool,
                "-Dscan.metrics.jdbc.url=jdbc:postgresql://127.0.0.1:9/nobody",
                "-Dscan.metrics.shutdown.timeout=30s")
            .run(Application.compile("burst"), "com.acme.burst.Main", String.valueOf(SCANS));

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().lines()).contains("scanned");
    assertThat(result.stderr()).doesNotContain("OutOfMemoryError");

    ForkedJvm.Result drained =
        ForkedJvm.on(Jdk.current()).run(ForkedJvm.drain(spool, database.jdbcUrl()));
    assertThat(drained.exitCode()).as(drained.stderr()).isZero();
    assertThat((Long) database.value("SELECT count(*) FROM scanner.scan_metrics"))
        .isEqualTo(SCANS - Refused.scans(result));
    assertThat(
            database.rows(
                "SELECT outcome, (SELECT count(*) FROM scanner.execution_phases p"
                    + " WHERE p.metrics_id = m.metrics_id)"
                    + " FROM scanner.scan_metrics m GROUP BY 1, 2"))
        .containsExactly(List.of("succeeded", 8L));
  }
}
