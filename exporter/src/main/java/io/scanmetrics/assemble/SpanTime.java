package io.scanmetrics.assemble;

/** A span's place among others: by a time of it, its start as a rule, then by its id. */
record SpanTime(long micros, String spanId) implements Comparable<SpanTime> {
  @Override
  public int compareTo(SpanTime other) {
    int byTime = Long.compare(micros, other.micros);
    return byTime != 0 ? byTime : spanId.compareTo(other.spanId);
  }
}
