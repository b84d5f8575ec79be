package io.scanmetrics.assemble;

import io.scanmetrics.journal.Mark;

/** Takes the scans that have been assembled. */
@FunctionalInterface
public interface ScanSink {
  /**
   * Takes one scan, on the thread that gives it out; must not wait for anything.
   *
   * @param mark what it has on disk, to be given back to the spool
   */
  void accept(Scan scan, Mark mark);
}
