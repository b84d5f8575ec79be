package io.scanmetrics.store.postgres.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.ScanHistory;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A report costs as much as the scans that it tells of, not as much as the history. */
class ReportReadsLittleIT {
  private static final int SCANS = 20_000;

  /** Each scan is read by a handful of queries. */
  private static final int READS_PER_SCAN = 15;

  @Test
  void aDayOfOneTenantDoesNotReadTheHistory() {
    Told told = new Told(PostgresServer.embedded());
    ScanHistory.write(told.database(), SCANS, Duration.ofDays(100), 3);
    long before = rowsRead(told);

    ScanReport report = told.report("acme", Duration.ofHours(24), null);
    long read = rowsRead(told) - before;

    assertThat((double) report.total().scans()).isCloseTo(SCANS * 0.75 / 100, within(40.0));
    assertThat(read)
        .isGreaterThan(report.total().scans())
        .isLessThan(report.total().scans() * READS_PER_SCAN + 1_000)
        .isLessThan(SCANS / 4);
  }

  /** Since statistics began; those of a connection are all there once it has ended. */
  private static long rowsRead(Told told) {
    return (long)
        Objects.requireNonNull(
            told.database()
                .value(
                    """
                SELECT (seq_tup_read + idx_tup_fetch)::BIGINT FROM pg_stat_user_tables
                WHERE schemaname = 'scanner' AND relname = 'scan_metrics'
                """));
  }
}
