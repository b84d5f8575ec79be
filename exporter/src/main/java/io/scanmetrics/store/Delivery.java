package io.scanmetrics.store;

import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.journal.Mark;

/**
 * A scan on its way to the store.
 *
 * @param mark what it has on disk
 */
record Delivery(Scan scan, Mark mark) {
  /** Whether a later version of it is certain to come, so that this one need not be kept. */
  boolean isPassing() {
    return scan.outcome() == Outcome.RUNNING;
  }

  /** Whether it would be lost with the memory. */
  boolean isInMemoryAlone() {
    return !mark.isOnDisk() && !isPassing();
  }
}
