package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.spans.SpanHost;
import io.scanmetrics.agent.spans.SpanMaker;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import io.scanmetrics.agent.telemetry.Recorder;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Records with an SDK of the agent's own, on the agent's own thread: a call costs the application
 * two readings of the clock and an entry in a queue, and never waits for an SDK that is still
 * starting. Whatever happens before it is ready waits there, with the times at which it happened.
 */
public final class PrivateRecorder implements Recorder {
  private final EventQueue queue = new EventQueue();
  private final HostOnce host;
  private final SpanMaker spans;
  private final TelemetryListener listener;

  /**
   * Starts nothing.
   *
   * @param host makes the host; called once
   */
  public PrivateRecorder(Supplier<SpanHost> host, TelemetryListener listener) {
    this(new HostOnce(host), listener);
  }

  private PrivateRecorder(HostOnce host, TelemetryListener listener) {
    this.host = host;
    this.spans = new SpanMaker(host);
    this.listener = listener;
  }

  /** A scan has begun: its span is started, so that it can be seen while it runs. */
  private record ScanBegan(PrivateRecorder recorder, OpenScan scan) implements Runnable {
    @Override
    public void run() {
      try {
        recorder.spans.began(scan);
      } catch (RuntimeException | LinkageError e) {
        recorder.listener.spanFailed(e);
      }
    }
  }

  private record ScanEnded(PrivateRecorder recorder, OpenScan scan) implements Runnable {
    @Override
    public void run() {
      try {
        recorder.spans.ended(scan);
      } catch (RuntimeException | LinkageError e) {
        recorder.listener.spanFailed(e);
      }
    }
  }

  private record PhaseEnded(PrivateRecorder recorder, OpenPhase phase) implements Runnable {
    @Override
    public void run() {
      try {
        recorder.spans.ended(phase);
        phase.letGo();
      } catch (RuntimeException | LinkageError e) {
        recorder.listener.spanFailed(e);
      }
    }
  }

  private record LongRunning(PrivateRecorder recorder, OpenPhase phase) implements Runnable {
    @Override
    public void run() {
      try {
        recorder.spans.runsLong(phase);
      } catch (RuntimeException | LinkageError e) {
        recorder.listener.spanFailed(e);
      }
    }
  }

  @Override
  public void expectScan() {
    queue.wake();
  }

  @Override
  public void began(OpenScan scan) {
    queue.add(new ScanBegan(this, scan));
  }

  @Override
  public void ended(OpenScan scan) {
    queue.add(new ScanEnded(this, scan));
  }

  @Override
  public void ended(OpenPhase phase) {
    queue.add(new PhaseEnded(this, phase));
  }

  @Override
  public Recorder rehearsal() {
    return new PrivateRecorder(host, listener);
  }

  @Override
  public void start() {
    host.get();
  }

  @Override
  public void workOff() {
    queue.workOff();
  }

  @Override
  public void sleep() {
    queue.sleep();
  }

  @Override
  public void runsLong(OpenPhase phase) {
    queue.add(new LongRunning(this, phase));
  }

  @Override
  public void close(List<OpenScan> open, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    queue.workOff();
    SpanHost started = host.get();
    started.abortOpenScans();
    open.forEach(spans::cutOff);
    started.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }
}
