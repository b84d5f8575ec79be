package io.scanmetrics.store.postgres;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore.SetAside;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of rows whose keys are those of scans that arrive: pure, so that it can be
 * tried with any rows and any order of arrival. The {@link ScanTable} reads the rows and locks
 * them, then carries out what is decided here.
 *
 * <p>The same metrics id is another version of the same scan. The same scan id with another metrics
 * id is another attempt, of which one row holds the last. A scan of another tenant that has the
 * same scan id, or another span of the same trace, is never mixed with a row that has its id. For
 * one transaction on one thread.
 */
final class Settlement {
  private final List<Row> rows = new ArrayList<>();
  private final Map<UUID, Row> byMetricsId = new HashMap<>();
  private final Map<UUID, Row> byScanId = new HashMap<>();
  private final List<SetAside> setAside = new ArrayList<>();
  private final List<Scan> newcomers = new ArrayList<>();
  private final Set<UUID> dissolved = new HashSet<>();

  /** A row as it is in the table, and as it shall be. */
  static final class Row {
    private final StoredScan before;
    private StoredScan after;

    private Row(StoredScan stored) {
      before = stored;
      after = stored;
    }

    StoredScan before() {
      return before;
    }

    StoredScan after() {
      return after;
    }

    /** Whether it holds another attempt than before, with other phases. */
    boolean isReplaced() {
      return !before.metricsId().equals(after.metricsId());
    }
  }

  Settlement(Collection<StoredScan> stored) {
    for (StoredScan scan : stored) {
      Row row = new Row(scan);
      rows.add(row);
      index(row);
    }
  }

  /** One more scan, in any order. */
  void settle(Scan scan) {
    Row sameScan = byMetricsId.get(scan.metricsId());
    Row sameId = byScanId.get(scan.scanId());
    String reason = refusal(scan, sameScan, sameId);
    if (reason != null) {
      setAside.add(new SetAside(scan, reason));
    } else if (sameScan != null) {
      settleVersion(sameScan, StoredScan.arriving(scan));
    } else if (sameId != null) {
      change(sameId, Versions.lastAttempt(sameId.after, StoredScan.arriving(scan)));
    } else {
      newcomers.add(scan);
    }
  }

  private void settleVersion(Row row, StoredScan arriving) {
    StoredScan merged = Versions.merge(row.after, arriving);
    Row rival = byScanId.get(merged.scan().scanId());
    if (rival == null || rival == row) {
      change(row, merged);
    } else {
      // Only now is it known to be an attempt at a scan id that has a row already.
      dissolve(row);
      change(rival, Versions.lastAttempt(rival.after, merged));
    }
  }

  /** Rows that differ from those in the table, other than dissolved ones. */
  List<Row> changed() {
    return rows.stream()
        .filter(row -> !dissolved.contains(row.before.metricsId()))
        .filter(row -> !row.before.equals(row.after))
        .toList();
  }

  /** The metrics ids of rows that have to go, because two rows became one. */
  Set<UUID> dissolved() {
    return dissolved;
  }

  List<SetAside> setAside() {
    return setAside;
  }

  /** Scans without a row to settle with. */
  List<Scan> newcomers() {
    return newcomers;
  }

  private static @Nullable String refusal(Scan scan, @Nullable Row sameScan, @Nullable Row sameId) {
    if (sameId != null && sameId != sameScan && isOfOtherTenant(sameId, scan)) {
      return "a scan of another tenant has the same scan id " + scan.scanId();
    }
    if (sameScan == null) {
      return null;
    }
    String span = sameScan.after.scan().spanId();
    if (!span.isEmpty() && !span.equals(scan.spanId())) {
      return "another span of the same trace, " + span + ", has the same metrics id";
    }
    // Whose a scan is may come to light while it runs, but only of a row that is known to be its.
    return span.isEmpty() && isOfOtherTenant(sameScan, scan)
        ? "a scan of another tenant has the same metrics id " + scan.metricsId()
        : null;
  }

  private static boolean isOfOtherTenant(Row row, Scan scan) {
    return !Versions.isOfSameTenant(row.after.scan(), scan);
  }

  private void change(Row row, StoredScan after) {
    byMetricsId.remove(row.after.metricsId(), row);
    byScanId.remove(row.after.scan().scanId(), row);
    row.after = after;
    index(row);
  }

  private void dissolve(Row row) {
    byMetricsId.remove(row.after.metricsId(), row);
    byScanId.remove(row.after.scan().scanId(), row);
    dissolved.add(row.before.metricsId());
  }

  private void index(Row row) {
    byMetricsId.put(row.after.metricsId(), row);
    byScanId.put(row.after.scan().scanId(), row);
  }
}
