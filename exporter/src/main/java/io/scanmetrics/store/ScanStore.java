package io.scanmetrics.store;

import io.scanmetrics.assemble.Scan;
import java.util.List;

/**
 * The port behind which scans are kept: scans arrive here from the {@link ScanWriter}, in batches.
 *
 * <p>Called by one thread at a time. An implementation opens what it needs on the first write, owns
 * it, and gives it back in {@link #close}.
 */
public interface ScanStore extends AutoCloseable {

  /**
   * Stores these scans: when it returns, every one of them is stored for good or set aside.
   *
   * <p>Idempotent: a scan that is already there, whole or in part, is completed and never
   * duplicated; of several attempts at one scan id the one that started last is kept. The same
   * scans end in the same rows however they are ordered, repeated, or spread over batches and
   * writers.
   *
   * @return those that can never be stored as they are, each with its reason
   * @throws StoreException if it cannot be done now. Some of the scans may be stored already, which
   *     does no harm when the whole batch comes again
   * @throws InterruptedException if interrupted while waiting; as above
   */
  List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException;

  /** Gives back what the first write opened; may be called more than once, and without a write. */
  @Override
  void close();

  /** A scan that can never be stored as it is, and why, in words for people. */
  record SetAside(Scan scan, String reason) {}
}
