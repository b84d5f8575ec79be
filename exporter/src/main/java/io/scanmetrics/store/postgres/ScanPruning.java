package io.scanmetrics.store.postgres;

import io.scanmetrics.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Deletes scans that are old, with their phases: the command {@code prune}. The schema's own
 * procedure {@code scanner.prune_scans} does the same from inside the database.
 *
 * <p>Each batch is a transaction of its own that passes by what others have locked, so that writers
 * never wait for long; it may be ended at any time. Scans that run stay.
 */
public final class ScanPruning {
  /** As many as a writer puts into a batch of its own, roughly. */
  private static final int BATCH = 1_000;

  private static final String LIMIT = "SELECT now() - ? * INTERVAL '1 s'";

  private static final String DELETE =
      "SELECT deleted_scans, deleted_phases, reached FROM scanner.prune_scans_batch(?, ?, ?)";

  private static final String COUNT =
      """
      SELECT count(*), coalesce(sum(phases), 0)
      FROM scanner.scan_slo AS s
      CROSS JOIN LATERAL (
        SELECT count(*) AS phases FROM scanner.execution_phases AS p WHERE p.metrics_id = s.metrics_id
      ) AS p
      WHERE started_at < ? AND outcome <> 'running'
      """;

  private final Connection connection;
  private final OffsetDateTime before;
  private final Consumer<Pruned> progress;

  private ScanPruning(Connection connection, OffsetDateTime before, Consumer<Pruned> progress) {
    this.connection = connection;
    this.before = before;
    this.progress = progress;
  }

  /**
   * Deletes scans that started longer ago than that.
   *
   * @param olderThan not negative, in whole seconds
   * @param progress is told what is deleted so far, after each batch
   * @return what was deleted
   * @throws StoreException if the database is away, refuses, or has no such schema; what was
   *     deleted by then is deleted. The message says what to do
   */
  public static Pruned prune(PostgresConfig config, Duration olderThan, Consumer<Pruned> progress)
      throws StoreException {
    return connected(config, olderThan, progress, ScanPruning::delete);
  }

  /**
   * What {@link #prune} would delete now.
   *
   * @throws StoreException as there
   */
  public static Pruned count(PostgresConfig config, Duration olderThan) throws StoreException {
    return connected(config, olderThan, pruned -> {}, ScanPruning::count);
  }

  private interface Work {
    Pruned of(ScanPruning pruning) throws SQLException;
  }

  private static Pruned connected(
      PostgresConfig config, Duration olderThan, Consumer<Pruned> progress, Work work)
      throws StoreException {
    try (Connection connection = PostgresDataSource.patient(config).getConnection()) {
      return work.of(new ScanPruning(connection, limit(connection, olderThan), progress));
    } catch (SQLException e) {
      throw new StoreException("old scans could not be pruned: " + SqlFailure.explained(e), e);
    }
  }

  /** By the clock of the database, whose other sessions use it, too. */
  private static OffsetDateTime limit(Connection connection, Duration olderThan)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIMIT)) {
      statement.setLong(1, olderThan.toSeconds());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getObject(1, OffsetDateTime.class);
      }
    }
  }

  private Pruned delete() throws SQLException {
    Pruned pruned = new Pruned(0, 0, instant());
    OffsetDateTime from = OffsetDateTime.MIN;
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      while (true) {
        statement.setObject(1, before);
        statement.setObject(2, from);
        statement.setInt(3, BATCH);
        try (ResultSet batch = statement.executeQuery()) {
          batch.next();
          int scans = batch.getInt("deleted_scans");
          pruned = pruned.plus(scans, batch.getInt("deleted_phases"));
          if (scans < BATCH) {
            return pruned;
          }
          from = batch.getObject("reached", OffsetDateTime.class);
        }
        progress.accept(pruned);
      }
    }
  }

  private Pruned count() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setObject(1, before);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return new Pruned(result.getLong(1), result.getLong(2), instant());
      }
    }
  }

  private Instant instant() {
    return before.toInstant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * What was deleted, or would be.
   *
   * @param before all of it started before that
   */
  public record Pruned(long scans, long phases, Instant before) {
    private Pruned plus(long furtherScans, long furtherPhases) {
      return new Pruned(scans + furtherScans, phases + furtherPhases, before);
    }
  }
}
