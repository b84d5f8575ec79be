package io.scanmetrics.store.postgres;

import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scans as rows of {@code scanner.scan_metrics} and {@code scanner.execution_phases}.
 *
 * <p>A batch is one transaction. If the database refuses what is in it, each half is tried by
 * itself, until the scan that it refuses stands alone and is set aside; see {@link SqlFailure} for
 * what counts as a refusal and what is waited for. Before the first write the schema is looked at,
 * or made, as {@link PostgresConfig#schema} says.
 *
 * <p>Opens nothing before the first write, and holds a connection only for as long as there is
 * something to write.
 */
public final class PostgresScanStore implements ScanStore {
  private static final String UNIQUE_VIOLATION = "23505";

  /** How often a lone scan is tried that collides: with one that is written at the same time. */
  private static final int MOST_COLLISIONS = 3;

  private final String place;
  private final ConnectionPool pool;
  private final SchemaGate schema;

  private volatile boolean refusesCopies;

  /**
   * A store that has not yet tried to reach its database.
   *
   * @param meterRegistry gives Micrometer's {@code MeterRegistry} for the meters of the connection
   *     pool, if there is one, on the thread that writes first, which may wait; not named by type,
   *     because this works without Micrometer as well
   */
  public PostgresScanStore(
      PostgresConfig config, @Nullable Supplier<? extends @Nullable Object> meterRegistry) {
    PostgresDataSource dataSource = new PostgresDataSource(config);
    this.place = "PostgreSQL at " + JdbcUrl.parse(config.url()).place();
    this.pool = new ConnectionPool(dataSource, meterRegistry);
    this.schema = new SchemaGate(config.schema(), PostgresDataSource.patient(config));
  }

  @Override
  public List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException {
    List<SetAside> setAside = new ArrayList<>();
    List<Scan> storable = new ArrayList<>();
    for (Scan scan : scans) {
      String reason = tooLong(scan);
      if (reason == null) {
        storable.add(scan);
      } else {
        setAside.add(new SetAside(scan, reason));
      }
    }
    if (!storable.isEmpty()) {
      ClassLoader callers = LibraryLoader.enter();
      try {
        store(storable, setAside);
      } finally {
        LibraryLoader.leave(callers);
      }
    }
    return setAside;
  }

  @Override
  public void close() {
    ClassLoader callers = LibraryLoader.enter();
    try {
      pool.close();
    } finally {
      LibraryLoader.leave(callers);
    }
  }

  private void store(List<Scan> scans, List<SetAside> setAside)
      throws StoreException, InterruptedException {
    for (int collisions = 0; ; ) {
      String refusal;
      try {
        setAside.addAll(transaction(scans));
        return;
      } catch (SQLException e) {
        boolean collided = UNIQUE_VIOLATION.equals(e.getSQLState());
        if (scans.size() == 1 && collided && ++collisions < MOST_COLLISIONS) {
          continue;
        }
        refusal = SqlFailure.message(e);
      } catch (RuntimeException e) {
        // What cannot even be turned into parameters.
        refusal = e.toString();
      }
      if (scans.size() == 1) {
        setAside.add(new SetAside(scans.get(0), refusal));
      } else {
        int half = scans.size() / 2;
        store(scans.subList(0, half), setAside);
        store(scans.subList(half, scans.size()), setAside);
      }
      return;
    }
  }

  /**
   * Writes all of these scans.
   *
   * @throws SQLException if the database refuses one of them
   * @throws StoreException if it is no scan's fault
   */
  private List<SetAside> transaction(List<Scan> scans)
      throws SQLException, StoreException, InterruptedException {
    Connection connection = connect();
    try {
      return written(connection, scans);
    } catch (SQLException e) {
      SqlFailure failure = SqlFailure.of(e);
      if (!failure.isWaiting()) {
        throw e;
      }
      pool.discard(connection);
      if (failure.isSchemas()) {
        schema.doubt();
      }
      throw waiting(SqlFailure.explained(e), e);
    } finally {
      giveBack(connection);
    }
  }

  /**
   * Copies the scans, and inserts them where copying is refused: because of one of the scans, or
   * altogether, as with row-level security.
   */
  private List<SetAside> written(Connection connection, List<Scan> scans) throws SQLException {
    if (!refusesCopies) {
      try {
        return new ScanTransaction(connection).copy(scans);
      } catch (SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        refusesCopies = failure == SqlFailure.NOT_SUPPORTED;
        if (failure.isWaiting() && !refusesCopies) {
          throw e;
        }
        connection.rollback();
      }
    }
    return new ScanTransaction(connection).insert(scans);
  }

  /** A connection to a database that has the schema. Whatever fails here is no scan's fault. */
  private Connection connect() throws StoreException, InterruptedException {
    try {
      Connection connection = pool.borrow();
      try {
        schema.pass(connection);
        return connection;
      } catch (SQLException | SchemaException | RuntimeException | Error e) {
        pool.discard(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw waiting(SqlFailure.explained(e), e);
    } catch (SchemaException e) {
      throw waiting(String.valueOf(e.getMessage()), e);
    }
  }

  /** Rolls back what is not committed. What fails here has no bearing on what was. */
  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // The pool has seen it and will not hand this connection out again.
    }
  }

  private StoreException waiting(String reason, Exception cause) {
    return new StoreException(place + " does not take scans: " + reason, cause);
  }

  /** The generated columns count milliseconds as INT. */
  private static @Nullable String tooLong(Scan scan) {
    Instant finishedAt = scan.finishedAt();
    if (finishedAt != null && isTooLong(scan.startedAt(), finishedAt)) {
      return "it took longer than the 24.8 days that its duration in milliseconds has room for";
    }
    for (PhaseExecution phase : scan.phases()) {
      if (isTooLong(phase.startedAt(), phase.finishedAt())) {
        return "its phase "
            + phase.phase().text()
            + " took longer than the 24.8 days that a duration in milliseconds has room for";
      }
    }
    return null;
  }

  private static boolean isTooLong(Instant start, Instant end) {
    return Duration.between(start, end).compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0;
  }
}
