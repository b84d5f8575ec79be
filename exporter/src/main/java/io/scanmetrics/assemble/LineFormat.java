package io.scanmetrics.assemble;

import org.jspecify.annotations.Nullable;

/** The words of a scan's file, shared by the {@link LineWriter} and the {@link LineReader}. */
final class LineFormat {
  /** Files of a higher version are not understood here; those of a lower one always are. */
  static final int THIS_VERSION = 1;

  /** Only in a file's first line. */
  static final String VERSION = "scan_metrics_spool";

  static final String TENANT = "tenant";

  static final String EVENT = "event";
  static final String TRACE = "trace";
  static final String SPAN = "span";
  static final String PARENT = "parent";

  /** In microseconds since the epoch. */
  static final String START = "start";

  /** In microseconds since the epoch. */
  static final String END = "end";

  static final String ATTRIBUTES = "attributes";
  static final String RESOURCE = "resource";
  static final String FAILURE = "failure";
  static final String DESCRIPTION = "description";
  static final String EXCEPTION_TYPE = "exception_type";
  static final String EXCEPTION_MESSAGE = "exception_message";

  /** Pairs of a span and its parent. */
  static final String BETWEEN = "between";

  static final String REASON = "reason";

  /** In microseconds since the epoch. */
  static final String AT = "at";

  /** The name of the phase that a scan was seen in. */
  static final String IN_PHASE = "in_phase";

  /** What happened. */
  enum Event {
    /** The scan has started; the span is as it was then. */
    STARTED("started"),
    /** A phase has ended. */
    PHASE("phase"),
    /**
     * A phase that was noted before has turned out to be another scan's, or shares a row with
     * others now. Its span still stands between those below it and the scan.
     */
    PHASE_LEFT("phase_left"),
    /** Spans have become known that stand between phases of the scan. */
    SPANS("spans"),
    /** The scan was seen to run, maybe in a phase. */
    SEEN("seen"),
    /** The scan has ended. */
    ENDED("ended"),
    /** Nobody expects the scan to end any more. */
    ABORTED("aborted"),
    /** The scan can never be stored. */
    SET_ASIDE("set_aside");

    private final String text;

    Event(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static @Nullable Event of(@Nullable Object text) {
      for (Event event : values()) {
        if (event.text.equals(text)) {
          return event;
        }
      }
      return null;
    }
  }

  private LineFormat() {}
}
