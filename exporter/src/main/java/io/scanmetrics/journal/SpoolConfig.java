package io.scanmetrics.journal;

import java.nio.file.Path;

/**
 * Where scans wait, and how much of them: the {@code scan.metrics.spool.*} options.
 *
 * @param folder is made if it is not there; several processes may share it, of one machine and one
 *     user
 * @param maxBytes beyond it no new scan is taken
 */
public record SpoolConfig(Path folder, long maxBytes) {
  /** What applies unless someone says otherwise: 256 MiB. */
  public static final long DEFAULT_MAX_BYTES = 256L << 20;
}
