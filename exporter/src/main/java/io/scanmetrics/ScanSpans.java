package io.scanmetrics;

/**
 * How spans tell scans: names that are not a column. A span with {@link #PHASE_NAME} is a phase; a
 * span with {@code scan.id} and no phase name is the scan.
 */
public final class ScanSpans {
  /** The instrumentation scope of the agent's spans; spans of any other scope count as well. */
  public static final String SCOPE = "io.scanmetrics";

  /** The name of a scan's span. A phase's span is named after the phase. */
  public static final String SCAN_SPAN = "scan";

  /** On a phase's span: its name. */
  public static final String PHASE_NAME = "scan.phase.name";

  /** On a phase's span: what {@code execution_phases.error_code} shows. */
  public static final String ERROR_TYPE = "error.type";

  private ScanSpans() {}
}
