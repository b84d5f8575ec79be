package io.scanmetrics.store;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.log.Throttle;
import io.scanmetrics.log.UnfailingLog;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * What the {@link ScanWriter} says to people: the first fault of a kind at once, then one line a
 * minute, and a line when it is over. For any thread; never throws.
 */
final class DeliveryLog {
  private final ExporterLog log;
  private final LongSupplier nanoTime;
  private final Throttle waiting = new Throttle();
  private final Throttle setAside = new Throttle();
  private final Throttle refused = new Throttle();

  /** Whether people were told that scans wait, and not yet that they no longer do. */
  private final AtomicBoolean alarmed = new AtomicBoolean();

  DeliveryLog(ExporterLog log, LongSupplier nanoTime) {
    this.log = new UnfailingLog(log);
    this.nanoTime = nanoTime;
  }

  /** A try failed; scans wait for the next one. */
  void waiting(long scans, String reason) {
    if (waiting.admit(nanoTime.getAsLong()).isPresent()) {
      alarmed.set(true);
      log.warn(reason + "; " + count(scans) + " waiting, trying again");
    }
  }

  /** A try succeeded, maybe after others that did not. */
  void written() {
    if (alarmed.compareAndSet(true, false)) {
      log.info("Scans are being stored again");
    }
  }

  /** A scan can never be stored. */
  void setAside(String scan, String reason) {
    OptionalLong before = setAside.admit(nanoTime.getAsLong());
    if (before.isPresent()) {
      log.warn("Scan " + scan + " set aside: " + reason + more(before.getAsLong()));
    }
  }

  /** There was no room for a scan. */
  void refused(int capacity) {
    OptionalLong before = refused.admit(nanoTime.getAsLong());
    if (before.isPresent()) {
      log.warn(
          "A scan is lost: "
              + count(capacity)
              + " already waiting, there is no room for more"
              + more(before.getAsLong()));
    }
  }

  /** The time to deliver is over. */
  void gaveUp(long scans, String reason) {
    log.warn(count(scans) + " not stored when the time for it was over: " + reason);
  }

  /** The JVM ends, and there is still something on disk. */
  void left(long scans, String place, String reason) {
    log.warn(
        count(scans)
            + " left in "
            + place
            + " for the next JVM that uses it, or for: java -jar scan-metrics-agent.jar drain ("
            + reason
            + ")");
  }

  /** Scans of a process that is no more. */
  void adopted(long scans, String place) {
    log.info(count(scans) + " that a JVM left in " + place + " taken over");
  }

  /** Nothing is lost by it, but connections may stay open until the JVM ends. */
  void closingFailed(RuntimeException fault) {
    log.warn("The scan store could not be closed: " + fault);
  }

  private static String count(long scans) {
    return scans == 1 ? "1 scan" : scans + " scans";
  }

  private static String more(long before) {
    return before == 0 ? "" : " (and " + before + " more since the line before)";
  }
}
