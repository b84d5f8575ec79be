package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.spans.SpanMaker;
import io.scanmetrics.agent.telemetry.Crowd;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;

/** Something that happened to a scan or a phase, on its way to whoever wants to know. */
sealed interface Event {
  /** Tells of it, for a row to be made. */
  void tell(ScanTeller rows);

  /** Makes a span of it, if there is to be one; after it was told. */
  default void export(SpanMaker spans) {}

  /** Whether it is to be kept for its span, while none can be made. */
  default SpanNeed spanNeed() {
    return SpanNeed.NONE;
  }

  /** How much of the memory it takes that waiting may take, compared with one execution. */
  default int weight() {
    return 1;
  }

  /** What becomes of the trace without it. */
  enum SpanNeed {
    /** Nothing is missing. */
    NONE,
    /** One span is missing. */
    ONE_SPAN,
    /** A scan and all that is inside it are missing. */
    WHOLE_SCAN
  }

  record ScanBegan(OpenScan scan) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.began(scan);
    }

    @Override
    public void export(SpanMaker spans) {
      spans.began(scan);
    }

    @Override
    public SpanNeed spanNeed() {
      return SpanNeed.WHOLE_SCAN;
    }
  }

  record ScanLearned(OpenScan scan) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.learned(scan);
    }
  }

  record ScanEnded(OpenScan scan) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.ended(scan);
    }

    @Override
    public void export(SpanMaker spans) {
      spans.ended(scan);
    }

    @Override
    public SpanNeed spanNeed() {
      return SpanNeed.WHOLE_SCAN;
    }
  }

  /** The JVM ends, and the scan has not. */
  record ScanCutOff(OpenScan scan) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      // All open scans at once are told of.
    }

    @Override
    public void export(SpanMaker spans) {
      spans.cutOff(scan);
    }

    @Override
    public SpanNeed spanNeed() {
      return SpanNeed.WHOLE_SCAN;
    }
  }

  record PhaseEnded(OpenPhase phase) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.ended(phase);
    }

    @Override
    public void export(SpanMaker spans) {
      spans.ended(phase);
    }

    @Override
    public SpanNeed spanNeed() {
      return phase.isSurplus() ? SpanNeed.NONE : SpanNeed.ONE_SPAN;
    }
  }

  /**
   * Executions that are told together, as many as there are when it is their turn; one of many has
   * no span.
   */
  record CrowdBegan(Crowd crowd) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.ended(crowd);
    }

    @Override
    public int weight() {
      return 8;
    }
  }

  /** An execution runs for long: its row can be seen before it ends, but no span. */
  record PhaseRunsLong(OpenPhase phase) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.runsLong(phase);
    }
  }
}
