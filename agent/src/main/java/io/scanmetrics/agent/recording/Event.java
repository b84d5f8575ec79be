package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.spans.SpanMaker;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;

/** Something that happened to a scan or a phase, on its way to whoever wants to know. */
sealed interface Event {
  /** Tells of it, for a row to be made. */
  void tell(ScanTeller rows);

  /** Makes a span of it; after it was told. */
  void export(SpanMaker spans);

  /** Whether a scan would have no span at all without it. */
  boolean isOfScan();

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
    public boolean isOfScan() {
      return true;
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
    public boolean isOfScan() {
      return true;
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
    public boolean isOfScan() {
      return true;
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
    public boolean isOfScan() {
      return false;
    }
  }

  /** An execution runs for long: it can be seen before it ends. */
  record PhaseRunsLong(OpenPhase phase) implements Event {
    @Override
    public void tell(ScanTeller rows) {
      rows.runsLong(phase);
    }

    @Override
    public void export(SpanMaker spans) {
      // Nobody sees a span before it has ended.
    }

    @Override
    public boolean isOfScan() {
      return false;
    }
  }
}
