package io.scanmetrics.store.postgres;

import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A row of {@code scan_metrics} with its phases: a scan, and what only the table knows of it. In a
 * row that another program wrote the trace and span id of the scan are empty.
 *
 * @param earlierAttempts the metrics ids of attempts at the same scan id that began before this one
 */
record StoredScan(Scan scan, Set<UUID> earlierAttempts) {
  StoredScan {
    earlierAttempts = Set.copyOf(earlierAttempts);
  }

  /** A scan that arrives now. */
  static StoredScan arriving(Scan scan) {
    return new StoredScan(scan, Set.of());
  }

  UUID metricsId() {
    return scan.metricsId();
  }

  /** From 1. */
  int attempt() {
    return 1 + earlierAttempts.size();
  }

  StoredScan withEarlierAttempts(Set<UUID> others) {
    return new StoredScan(scan, others);
  }

  /** With these phases, in their order. */
  StoredScan withPhases(List<PhaseExecution> phases) {
    return new StoredScan(scan.with(phases), earlierAttempts);
  }
}
