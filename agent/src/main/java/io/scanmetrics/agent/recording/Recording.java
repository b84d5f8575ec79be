package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.otel.ScanMetricsExporter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rows first, spans after that, of whatever happens: what the {@link PrivateRecorder} leads to. For
 * one thread at a time, unless said otherwise.
 */
final class Recording {
  private final ScanMetricsExporter exporter;
  private final ScanTeller rows;
  private final @Nullable SpanExport spans;
  private final TelemetryListener listener;

  /**
   * @param exporter is closed with it
   * @param spans {@code null} if nobody reads what takes an SDK
   */
  Recording(
      ScanMetricsExporter exporter,
      ScanTeller rows,
      @Nullable SpanExport spans,
      TelemetryListener listener) {
    this.exporter = exporter;
    this.rows = rows;
    this.spans = spans;
    this.listener = listener;
  }

  /** Something has happened. Waits for nothing. */
  void take(Event event) {
    try {
      event.tell(rows);
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
    if (spans != null) {
      spans.add(event);
    }
  }

  /** An execution of a phase has ended. Waits for nothing. */
  void ended(OpenPhase phase) {
    if (spans != null) {
      take(new Event.PhaseEnded(phase));
      return;
    }
    try {
      rows.ended(phase);
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  /** Does what waited for something else than for being told. */
  void workOff() {
    if (spans != null) {
      spans.workOff();
    }
  }

  /**
   * Keeps on disk what was taken, and hands on what is due. Waits for the disk. Any thread.
   *
   * @return false if something is left to be handed on, or there was a fault: a later call sees to
   *     it
   */
  boolean keep() {
    return exporter.scans().keep() && !(spans != null && spans.isBehind());
  }

  /** As {@link #keep}, but hands on all that there is. */
  boolean giveOut() {
    return exporter.scans().giveOut();
  }

  /** Whether scans begin faster than they can be kept, so that no other should. Any thread. */
  boolean isFull() {
    return exporter.scans().isFull() || (spans != null && spans.isFull());
  }

  /** The JVM is about to end: scans that are still open are written as they are. */
  void abortOpenScans() {
    exporter.abortOpenScans();
  }

  /**
   * Waits until spans can be made, if any are to be. Meant for whoever waits with nothing in hand:
   * others may come meanwhile.
   */
  void awaitSpans(Duration timeout) {
    if (spans != null) {
      spans.awaitStart(timeout);
    }
  }

  /**
   * Hands on everything, and gives back what it holds. Spans leave for their collector while scans
   * are stored. Storing has most of the time and the meters the rest, so that a database that does
   * not answer is still told of, and counted.
   */
  void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (spans != null) {
      spans.leave();
    }
    exporter.close(timeout.multipliedBy(4).dividedBy(5));
    if (spans != null) {
      spans.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }
}
