package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.store.ScanWriter;
import io.scanmetrics.store.Scans;
import io.scanmetrics.testing.PostgresCluster;
import io.scanmetrics.testing.RecordedLog;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.WaitingTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writer and the store together, with a real database that comes and goes. */
@Timeout(300)
class DeliveryIT {
  private static final Duration AMPLE = Duration.ofMinutes(2);
  private static final long SCANS = 10_000;
  private static final String POOL_PERIOD = "com.zaxxer.hikari.housekeeping.periodMs";

  private final RecordedLog log = new RecordedLog();

  @Test
  void tenThousandScansOfSixPhasesAllArrive() {
    StoreDatabase database = StoreDatabase.create();
    ScanWriter writer = writer(database.config());

    LongStream.range(0, SCANS).forEach(n -> offer(writer, n));

    assertThat(writer.close(AMPLE)).isTrue();
    assertThat(database.database().value("SELECT count(*) FROM scanner.scan_metrics"))
        .isEqualTo(SCANS);
    assertThat(
            database
                .database()
                .value(
                    "SELECT count(*) FROM (SELECT FROM scanner.execution_phases"
                        + " GROUP BY metrics_id HAVING count(*) = 6) whole"))
        .isEqualTo(SCANS);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aRestartOfTheServerLosesNothing() {
    try (PostgresCluster server = PostgresCluster.newest()) {
      TestDatabase database = server.database();
      Migrations.byJdbc(database);
      ScanWriter writer = writer(StoreDatabase.config(database.jdbcUrl()));
      LongStream.range(0, 2000).forEach(n -> offer(writer, n));

      server.stop();
      LongStream.range(2000, 4000).forEach(n -> offer(writer, n));
      eventually(() -> log.lines.size() == 1);
      server.start();

      assertThat(writer.flush(AMPLE)).isTrue();
      LongStream.range(4000, 5000).forEach(n -> offer(writer, n));
      assertThat(writer.close(AMPLE)).isTrue();
      assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(5000L);
      assertThat(log.lines).hasSize(2);
      assertThat(log.lines.get(0)).contains("does not take scans");
      assertThat(log.lines.get(1)).contains("again");
    }
  }

  @WaitingTest
  void anExitDoesNotWaitForADatabaseThatRefuses() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ScanWriter writer = writer(url(port));
    offer(writer, 1);

    assertThat(secondsToClose(writer, Duration.ofSeconds(8))).isLessThan(13);
    assertThat(log.lines)
        .anySatisfy(line -> assertThat(line).contains("1 scan not stored", "refused"));
  }

  @WaitingTest
  void anExitDoesNotWaitForADatabaseThatNeverAnswers() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ScanWriter writer = writer(url(mute.getLocalPort()));
      offer(writer, 1);

      assertThat(secondsToClose(writer, Duration.ofSeconds(1))).isLessThan(8);
      assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("1 scan not stored"));
    }
  }

  @WaitingTest
  void anExitDoesNotWaitForAnAddressThatNobodyHas() {
    // Reserved for documentation: packets to it are lost, or come back as unreachable.
    ScanWriter writer = writer(StoreDatabase.config("jdbc:postgresql://192.0.2.1:5432/app"));
    offer(writer, 1);

    assertThat(secondsToClose(writer, Duration.ofSeconds(1))).isLessThan(8);
    assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("1 scan not stored"));
  }

  @WaitingTest
  void anExitDoesNotWaitForALock() throws Exception {
    StoreDatabase database = StoreDatabase.create();
    ScanWriter writer = writer(database.config());
    try (Connection holder = database.database().connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE scanner.scan_metrics IN ACCESS EXCLUSIVE MODE");
      offer(writer, 1);

      assertThat(secondsToClose(writer, Duration.ofSeconds(1))).isLessThan(8);
    }
  }

  @WaitingTest
  void noConnectionIsHeldWhileThereIsNothingToWrite() {
    StoreDatabase database = StoreDatabase.create();
    ScanWriter writer = writer(database.config());
    // The pool looks for idle connections every 30 seconds otherwise. Those of other tests, which
    // may be opened now, do not mind.
    System.setProperty(POOL_PERIOD, "200");
    try {
      offer(writer, 1);
      assertThat(writer.flush(AMPLE)).isTrue();
    } finally {
      System.clearProperty(POOL_PERIOD);
    }
    String connections =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'scan-metrics'";
    assertThat(database.database().value(connections)).isEqualTo(1L);

    eventually(() -> Long.valueOf(0).equals(database.database().value(connections)));

    offer(writer, 2);
    assertThat(writer.close(AMPLE)).isTrue();
    assertThat(database.database().value(connections)).isEqualTo(0L);
  }

  private ScanWriter writer(PostgresConfig config) {
    return new ScanWriter(
        new PostgresScanStore(config, null), Spool.none(), ScanListener.NONE, log);
  }

  private static PostgresConfig url(int port) {
    return StoreDatabase.config("jdbc:postgresql://127.0.0.1:" + port + "/app");
  }

  private static void offer(ScanWriter writer, long number) {
    assertThat(writer.offer(Scans.scanOfSixPhases(number), Mark.NONE)).isTrue();
  }

  private static long secondsToClose(ScanWriter writer, Duration timeout) {
    long start = System.nanoTime();
    assertThat(writer.close(timeout)).isFalse();
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + AMPLE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }
}
