package io.scanmetrics.store.postgres;

import static java.util.Comparator.comparing;

import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore.SetAside;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes scans with one connection, each whole or not at all.
 *
 * <p>Nearly all scans are new. Those whose ids are taken are settled with the rows that have them,
 * which are locked first; then the others are inserted, and that is committed. Everyone first locks
 * and then inserts, both in the order of the scan ids, so that writers of the same scans wait for
 * each other and never in a circle.
 */
final class ScanTransaction {
  /**
   * Each further round needs someone else to write the same scan meanwhile, or a rule that we do
   * not know of: in the last one PostgreSQL is made to say which.
   */
  private static final int LAST_ROUND = 5;

  /**
   * Every row is found by its id. A plan that was made when a table was empty, and is kept, would
   * read all of it even when it has grown. And the server is to give up on a lock before we give up
   * on the server: it would go on waiting for a client that has gone, one process for each try.
   */
  private static final String SETTINGS =
      """
      SET LOCAL enable_seqscan = off;
      SELECT set_config('lock_timeout', least(%d,
        nullif(1000 * extract(epoch FROM current_setting('lock_timeout')::INTERVAL), 0))::BIGINT::TEXT, true)
      """;

  /** Of the time that we give the server to answer, what it may wait for a lock. */
  private static final double WAITING_SHARE = 2 / 3.0;

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Connection connection;
  private final List<SetAside> setAside = new ArrayList<>();

  /** The connection is the caller's and does not commit by itself. */
  ScanTransaction(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes these scans and commits, the quick way: new ones are copied.
   *
   * @return those that cannot be stored because of what is there already
   * @throws SQLException if not all was stored, or it is not known whether it was; also if someone
   *     else writes one of the scans at the same time
   */
  List<SetAside> copy(List<Scan> scans) throws SQLException {
    return write(scans, (rows, last) -> ScanTable.copy(connection, rows), PhaseTable::copy);
  }

  /**
   * Writes these scans and commits, whoever else writes them at the same time.
   *
   * @return those that cannot be stored because of what is there already
   * @throws SQLException if not all was stored, or it is not known whether it was
   */
  List<SetAside> insert(List<Scan> scans) throws SQLException {
    return write(scans, this::inserted, PhaseTable::put);
  }

  /** How scans get into their table that had no row a moment ago. */
  private interface NewScans {
    /**
     * Adds them, without their phases.
     *
     * @param last whether it is an error if one cannot be added
     * @return the metrics ids of those that were
     */
    Set<UUID> add(List<StoredScan> rows, boolean last) throws SQLException;
  }

  /** How the phases of such scans get into theirs. */
  private interface NewPhases {
    void add(Connection connection, List<PhaseTable.Row> rows) throws SQLException;
  }

  private List<SetAside> write(List<Scan> scans, NewScans newScans, NewPhases newPhases)
      throws SQLException {
    List<Scan> left = new ArrayList<>(scans);
    left.sort(comparing(Scan::scanId, Versions.BY_UUID));
    for (int round = 0; !left.isEmpty(); round++) {
      applySettings();
      left = new ArrayList<>(settled(left));
      List<Scan> first = firstOfEachId(left);
      Set<UUID> added =
          newScans.add(first.stream().map(StoredScan::arriving).toList(), round >= LAST_ROUND);
      first.removeIf(scan -> !added.contains(scan.metricsId()));
      newPhases.add(connection, first.stream().flatMap(ScanTransaction::phases).toList());
      left.removeIf(sameAs(first)::contains);
      connection.commit();
    }
    return setAside;
  }

  private void applySettings() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int patience = connection.getNetworkTimeout();
      int wait = patience == 0 ? LONGEST_WAIT_MILLIS : (int) (WAITING_SHARE * patience);
      statement.execute(SETTINGS.formatted(Math.max(1, wait)));
    }
  }

  private Set<UUID> inserted(List<StoredScan> rows, boolean last) throws SQLException {
    return last ? ScanTable.insertAll(connection, rows) : ScanTable.insertNew(connection, rows);
  }

  private static List<Scan> firstOfEachId(List<Scan> scans) {
    Set<UUID> scanIds = new HashSet<>();
    Set<UUID> metricsIds = new HashSet<>();
    List<Scan> first = new ArrayList<>();
    for (Scan scan : scans) {
      boolean newScanId = scanIds.add(scan.scanId());
      boolean newMetricsId = metricsIds.add(scan.metricsId());
      if (newScanId && newMetricsId) {
        first.add(scan);
      }
    }
    return first;
  }

  /** By identity: an equal one that comes later may bring back what one in between withdrew. */
  private static Set<Scan> sameAs(List<Scan> scans) {
    Set<Scan> same = Collections.newSetFromMap(new IdentityHashMap<>());
    same.addAll(scans);
    return same;
  }

  /** Settles scans with the rows that have their ids; returns those for which there is none. */
  private List<Scan> settled(List<Scan> scans) throws SQLException {
    List<StoredScan> rows = ScanTable.lock(connection, scans);
    if (rows.isEmpty()) {
      return scans;
    }
    Settlement settlement = new Settlement(rows);
    scans.forEach(settlement::settle);

    Set<UUID> gone = new HashSet<>(settlement.dissolved());
    List<PhaseTable.Row> phases = new ArrayList<>();
    List<Scan> withdrawing = new ArrayList<>();
    for (Settlement.Row row : settlement.changed()) {
      List<PhaseExecution> changed = new ArrayList<>(row.after().scan().phases());
      if (row.isReplaced()) {
        gone.add(row.before().metricsId());
      } else {
        changed.removeAll(row.before().scan().phases());
        if (!row.after().scan().withdrawn().isEmpty()) {
          withdrawing.add(row.after().scan());
        }
      }
      changed.forEach(phase -> phases.add(new PhaseTable.Row(row.after().metricsId(), phase)));
    }
    PhaseTable.delete(connection, gone);
    PhaseTable.withdraw(connection, withdrawing);
    ScanTable.clearPhaseTimes(connection, withdrawing);
    ScanTable.delete(connection, settlement.dissolved());
    ScanTable.update(connection, settlement.changed());
    PhaseTable.put(connection, phases);
    setAside.addAll(settlement.setAside());
    return settlement.newcomers();
  }

  private static Stream<PhaseTable.Row> phases(Scan scan) {
    return scan.phases().stream().map(phase -> new PhaseTable.Row(scan.metricsId(), phase));
  }
}
