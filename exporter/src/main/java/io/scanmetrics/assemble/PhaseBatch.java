package io.scanmetrics.assemble;

import java.util.Map;

/**
 * Executions of one phase in one scan that have no rows of their own, told all at once: what is
 * known of them is how many there are, how long they took, and when at least one of them ran. None
 * failed, none has a phase inside it, and all ran inside the same span.
 *
 * <p>Immutable, if the arrays that it is made of are left alone.
 */
public final class PhaseBatch {
  private final String traceId;
  private final String scanSpanId;
  private final String parentSpanId;
  private final String phase;
  private final long startMicros;
  private final long endMicros;
  private final long[] lengths;
  private final long[] stretches;
  private final Map<String, Long> counts;

  /**
   * @param parentSpanId the span that they ran inside: a phase's or the scan's
   * @param phase its name as the rules have it
   * @param startMicros when the first of them began, since the epoch
   * @param endMicros when the last of them ended, since the epoch
   * @param lengths pairs: how long an execution took, in microseconds, and how many took as long
   * @param stretches pairs: from when to when at least one of them ran, in microseconds since the
   *     epoch; not empty, not overlapping, in the order of time
   * @param counts what they say of their scan, added up, by the keys of its attributes
   */
  public PhaseBatch(
      String traceId,
      String scanSpanId,
      String parentSpanId,
      String phase,
      long startMicros,
      long endMicros,
      long[] lengths,
      long[] stretches,
      Map<String, Long> counts) {
    this.traceId = traceId;
    this.scanSpanId = scanSpanId;
    this.parentSpanId = parentSpanId;
    this.phase = phase;
    this.startMicros = startMicros;
    this.endMicros = endMicros;
    this.lengths = lengths;
    this.stretches = stretches;
    this.counts = Map.copyOf(counts);
  }

  /** Hears of executions. */
  public interface Lengths {
    void took(long micros, long executions);
  }

  /** Hears of the time in which some ran. */
  interface Stretches {
    void ran(long fromMicros, long toMicros);
  }

  /** As the rules name it. */
  public String phase() {
    return phase;
  }

  /** How many there are. */
  long executions() {
    long all = 0;
    for (int i = 1; i < lengths.length; i += 2) {
      all += lengths[i];
    }
    return all;
  }

  String traceId() {
    return traceId;
  }

  String scanSpanId() {
    return scanSpanId;
  }

  String parentSpanId() {
    return parentSpanId;
  }

  long startMicros() {
    return startMicros;
  }

  long endMicros() {
    return endMicros;
  }

  Map<String, Long> counts() {
    return counts;
  }

  /** How many of them took how many microseconds. */
  public void forEachLength(Lengths heard) {
    for (int i = 0; i < lengths.length; i += 2) {
      heard.took(lengths[i], lengths[i + 1]);
    }
  }

  void forEachStretch(Stretches heard) {
    for (int i = 0; i < stretches.length; i += 2) {
      heard.ran(stretches[i], stretches[i + 1]);
    }
  }
}
