package io.scanmetrics.assemble;

import java.time.Duration;

/**
 * How much assembling may keep in memory, and for how long.
 *
 * @param openScans scans that have started and not ended; beyond it the oldest is given up
 * @param finishedScans scans that are remembered for phases that end later than they do
 * @param remembered how long those are remembered
 * @param units all phases of open, finished and awaited scans together; one phase is a unit, more
 *     by one for each 1,024 characters of its attributes
 * @param finishedUnits of finished scans together; beyond it the oldest is forgotten. Much less
 *     than all, because what is remembered is copied by each of the collections of the garbage
 *     collector that it lives through, while the application stands still
 * @param spansBetween spans that are only remembered as parents of others
 * @param rowsPerPhase executions of one phase in one scan that have rows of their own; what is
 *     beyond it shares one
 * @param unsettled of the executions of one scan that have no rows of their own, those that are
 *     kept, in case that others come to light that ran at the same time
 * @param ready units of scans that are over and not given out, beyond which no scan should begin; a
 *     scan is a unit, too
 */
record AssemblyLimits(
    int openScans,
    int finishedScans,
    Duration remembered,
    int units,
    int finishedUnits,
    int spansBetween,
    int rowsPerPhase,
    int unsettled,
    int ready) {

  private static final int BYTES_PER_UNIT = 1024;

  private static final int BYTES_PER_READY_UNIT = 512;

  private static final int BYTES_PER_OPEN_SCAN = 32 << 10;

  /** Of the heap, about one part in so many. */
  private static final int HEAP_SHARE = 16;

  /** The same, but for the rows that one phase of one scan may have. */
  AssemblyLimits withRowsPerPhase(int rows) {
    return new AssemblyLimits(
        openScans,
        finishedScans,
        remembered,
        units,
        finishedUnits,
        spansBetween,
        rows,
        unsettled,
        ready);
  }

  /** The usual ones, in a JVM whose heap may grow to that size. */
  static AssemblyLimits of(long maxHeapBytes) {
    long open = Math.min(20_000, maxHeapBytes / BYTES_PER_OPEN_SCAN);
    long units = Math.min(100_000, maxHeapBytes / HEAP_SHARE / BYTES_PER_UNIT);
    long ready = Math.min(1_000_000, 2 * maxHeapBytes / HEAP_SHARE / BYTES_PER_READY_UNIT);
    return new AssemblyLimits(
        (int) open,
        1_000,
        Duration.ofMinutes(10),
        (int) units,
        (int) Math.min(units, 20_000),
        20_000,
        ScanAssembler.DEFAULT_ROWS_PER_PHASE,
        1_000,
        (int) ready);
  }
}
