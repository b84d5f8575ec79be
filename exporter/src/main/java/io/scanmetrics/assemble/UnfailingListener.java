package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stands before the host's listener, so that one that fails misses what it was told and ends
 * nothing else: whatever it throws, too little memory as well, for a scan that was told of twice
 * would be counted twice. The first fault is a line in the log. As safe for threads as the listener
 * behind it.
 */
public final class UnfailingListener extends RelayedListener {
  private final ScanListener listener;
  private final ExporterLog log;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /**
   * @param listener the host's
   * @param log never fails
   */
  public UnfailingListener(ScanListener listener, ExporterLog log) {
    this.listener = listener;
    this.log = log;
  }

  @Override
  protected void tell(Consumer<ScanListener> news) {
    try {
      news.accept(listener);
    } catch (Throwable fault) {
      if (hasFailed.compareAndSet(false, true)) {
        report(fault);
      }
    }
  }

  private void report(Throwable fault) {
    try {
      log.warn("Meters or log lines of scans may be incomplete, please report this: " + fault);
    } catch (Throwable again) {
      // Too little memory, or a fault that cannot be put into words.
    }
  }
}
