package io.scanmetrics.store;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.journal.Mark;

/**
 * A scan on its way to the store.
 *
 * @param mark what it has on disk
 */
record Delivery(Scan scan, Mark mark) {}
