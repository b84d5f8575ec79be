package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.time.Duration;

/**
 * Hears what becomes of scans on their way; whoever hosts the exporter turns it into meters and log
 * lines. Called on the thread on which the thing happens, some of them the application's: must be
 * quick, and what it throws is swallowed.
 */
public interface ScanListener {
  /** Hears nothing. */
  ScanListener NONE = new ScanListener() {};

  /** A scan began. */
  default void scanStarted() {}

  /**
   * An execution of a phase ended; heard once for each.
   *
   * @param micros how long it took
   */
  default void phaseFinished(PhaseName phase, boolean success, long micros, SpanRef span) {}

  /** Many executions of a phase ended, all of which succeeded. */
  default void phasesFinished(PhaseBatch phases) {}

  /** A scan ended, or was cut off by the end of the JVM; heard once for each. */
  default void scanFinished(Scan scan, SpanRef span) {}

  /** The spool had no room for a scan that began; it waits in memory alone, and may be lost. */
  default void spoolFull() {}

  /** A phase whose scan never came, or that came without one. */
  default void phaseOrphaned(String phaseName) {}

  /** There was no room for an execution of a phase; it is missing from its scan. */
  default void phaseRefused(String phaseName) {}

  /** A scan's value did not fit its column: the column stays empty, the value is kept as text. */
  default void valueUnfit(ScanAttribute attribute) {}

  /** A batch was stored. */
  default void written(int scans, Duration took) {}

  /** A batch could not be stored and waits for the next try. */
  default void waiting(int scans, String reason) {}

  /**
   * A scan can never be stored.
   *
   * @param scan its scan id, or what else it is known by
   */
  default void setAside(String scan, String reason) {}

  /** There was no room for a scan to wait in; it is lost. */
  default void refused(Scan scan) {}

  /** The exporter closes. Heard once, after what finished in time; scans may still be stored. */
  default void closing() {}
}
