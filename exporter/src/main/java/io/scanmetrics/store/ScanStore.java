package io.scanmetrics.store;

import io.scanmetrics.assemble.Scan;
import java.util.List;

/**
 * The port behind which scans are kept: scans arrive here from the {@link ScanWriter}, in batches.
 *
 * <p>Called by one thread at a time. An implementation owns what it opens and gives it back in
 * {@link #close}.
 */
public interface ScanStore extends AutoCloseable {

  /**
   * Stores all of these scans or none of them. Idempotent: a scan that is already there, whole or
   * in part, is completed and never duplicated, in whatever order its versions arrive.
   *
   * @return the scans that were refused for good although the others were stored, each with its
   *     reason
   * @throws StoreException if nothing was stored
   * @throws InterruptedException if interrupted while waiting; nothing was stored
   */
  List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException;

  @Override
  void close();

  /** A scan that can never be stored as it is, and why. */
  record SetAside(Scan scan, String reason) {}
}
