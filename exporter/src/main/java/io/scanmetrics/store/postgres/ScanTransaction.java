package io.scanmetrics.store.postgres;

import static java.util.Comparator.comparing;

import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore.SetAside;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes scans in one transaction of one connection.
 *
 * <p>Nearly all scans are new, so all are inserted, and only those whose ids are taken are settled
 * with the rows that have them, which are locked first. Everyone inserts and locks in the order of
 * the scan ids, so that writers of the same scans wait for each other and never in a circle.
 */
final class ScanTransaction {
  /**
   * Each further round needs someone else to insert and delete the same scan meanwhile, or a rule
   * that we do not know of: in the last one PostgreSQL is made to say which.
   */
  private static final int LAST_ROUND = 5;

  private final Connection connection;
  private final List<SetAside> setAside = new ArrayList<>();

  /** The connection is the caller's and does not commit by itself. */
  ScanTransaction(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes these scans and commits.
   *
   * @return those that cannot be stored because of what is there already
   * @throws SQLException if nothing was stored, or it is not known whether it was
   */
  List<SetAside> write(List<Scan> scans) throws SQLException {
    List<Scan> left = new ArrayList<>(scans);
    left.sort(comparing(Scan::scanId, Versions.BY_UUID));
    for (int round = 0; !left.isEmpty(); round++) {
      left.removeIf(inserted(left, round >= LAST_ROUND)::contains);
      if (!left.isEmpty()) {
        left = new ArrayList<>(settled(left));
      }
    }
    connection.commit();
    return setAside;
  }

  /**
   * Inserts the scans whose ids nobody has; of several with the same id the first.
   *
   * @param last whether it is an error if one cannot be inserted
   */
  private Set<Scan> inserted(List<Scan> scans, boolean last) throws SQLException {
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
    List<StoredScan> rows = first.stream().map(StoredScan::arriving).toList();
    if (last) {
      ScanTable.insertAll(connection, rows);
    } else {
      Set<UUID> insertedIds = ScanTable.insertNew(connection, rows);
      first.removeIf(scan -> !insertedIds.contains(scan.metricsId()));
    }
    PhaseTable.put(connection, first.stream().flatMap(ScanTransaction::phases).toList());
    // By identity: an equal one that comes later may bring back what one in between withdrew.
    Set<Scan> inserted = Collections.newSetFromMap(new IdentityHashMap<>());
    inserted.addAll(first);
    return inserted;
  }

  /** Settles scans with the rows that have their ids; returns those for which there is none. */
  private List<Scan> settled(List<Scan> scans) throws SQLException {
    Settlement settlement = new Settlement(ScanTable.lock(connection, scans));
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
