package io.scanmetrics.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.scanmetrics.threads.DaemonThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The few connections that a process has to the database, none while there is nothing to write: a
 * fleet of scanners must not use up the server's. Opens nothing before the first {@link #borrow}.
 */
final class ConnectionPool implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** How often is looked whether the database refused. */
  private static final Duration STEP = Duration.ofMillis(500);

  /** How long a database may take that does not refuse: somewhat longer than pgjdbc's own limit. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final PostgresDataSource dataSource;
  private final @Nullable Supplier<? extends @Nullable Object> meterRegistry;
  private @Nullable HikariDataSource pool;

  /**
   * Why the pool failed last, if somebody was told. The pool goes on trying for as long as it is
   * asked, and repeats that until it succeeds, whatever has become of the database since.
   */
  private volatile @Nullable Throwable told;

  /**
   * @param meterRegistry gives a Micrometer registry for the pool's meters, if there is one
   */
  ConnectionPool(
      PostgresDataSource dataSource, @Nullable Supplier<? extends @Nullable Object> meterRegistry) {
    this.dataSource = dataSource;
    this.meterRegistry = meterRegistry;
  }

  /**
   * A connection that does not commit by itself; closing it gives it back.
   *
   * @throws SQLException as soon as the database refuses, or if it does not answer
   * @throws InterruptedException if interrupted while waiting
   */
  Connection borrow() throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    if (isEmpty()) {
      openAhead();
    }
    HikariDataSource open = open();
    while (true) {
      try {
        return open.getConnection();
      } catch (SQLException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Throwable failure = e.getCause();
        if (failure != null && failure != told) {
          told = failure;
          throw refusal(failure);
        }
        if (open.isClosed() || System.nanoTime() - deadline >= 0) {
          throw failure == null ? e : refusal(failure);
        }
      }
    }
  }

  /** The database's own words, if it had any. */
  private static SQLException refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        return refusal;
      }
    }
    return new SQLNonTransientConnectionException(failure.toString(), failure);
  }

  /** Closes a connection for good, because it may be of no use any more. */
  void discard(Connection connection) {
    open().evictConnection(connection);
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
    }
    dataSource.closeAhead();
  }

  /** The pool would go on trying for a while before it says that it cannot. */
  private void openAhead() throws SQLException, InterruptedException {
    try {
      dataSource.openAhead();
    } catch (SQLException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private synchronized boolean isEmpty() {
    return pool == null || pool.getHikariPoolMXBean().getTotalConnections() == 0;
  }

  private synchronized HikariDataSource open() {
    if (pool == null) {
      pool = new HikariDataSource(config());
    }
    return pool;
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("scan-metrics");
    config.setDataSource(dataSource);
    config.setAutoCommit(false);
    // Else the pool asks its first connection; if that is cut meanwhile, it refuses all others.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(STEP.toMillis());
    config.setValidationTimeout(TimeUnit.SECONDS.toMillis(2));
    // A database that is down when the pool is made is no reason not to make it.
    config.setInitializationFailTimeout(-1);
    config.setRegisterMbeans(false);
    config.setThreadFactory(work -> DaemonThread.of("scan-metrics-pool", work));
    Object registry = meterRegistry == null ? null : meterRegistry.get();
    if (registry != null) {
      config.setMetricRegistry(registry);
    }
    return config;
  }
}
