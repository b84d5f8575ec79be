package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.telemetry.Crowd;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import io.scanmetrics.agent.telemetry.Recorder;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Records with what the agent brings along, on the agent's own thread: a call costs the application
 * two readings of the clock and an entry in a queue. A few milliseconds later it is told to the
 * exporter, which has it on disk before anything slow is started: the SDK, if anybody reads its
 * spans, and what leads to the database.
 */
public final class PrivateRecorder implements Recorder {
  private final int phaseMaxRows;
  private final Once<Recording> recording;
  private final EventQueue queue;

  /**
   * Starts nothing.
   *
   * @param meters is told of the meters, if anybody reads them
   */
  public PrivateRecorder(
      Options options, AgentLog log, TelemetryListener listener, Consumer<ScanMeters> meters) {
    this(options.phaseMaxRows(), new Once<>(new RecordingStarter(options, log, listener, meters)));
  }

  private PrivateRecorder(int phaseMaxRows, Once<Recording> recording) {
    this.phaseMaxRows = phaseMaxRows;
    this.recording = recording;
    this.queue = new EventQueue(recording);
  }

  @Override
  public void expectScan() {
    queue.wake();
  }

  @Override
  public void began(OpenScan scan) {
    queue.add(new Event.ScanBegan(scan));
  }

  /** Soon enough known when it ends, or runs for long. */
  @Override
  public void began(OpenPhase phase) {}

  @Override
  public void ended(OpenScan scan) {
    queue.add(new Event.ScanEnded(scan));
  }

  @Override
  public void ended(OpenPhase phase) {
    queue.add(new Event.PhaseEnded(phase));
  }

  @Override
  public int mostToldApart() {
    return phaseMaxRows;
  }

  @Override
  public void began(Crowd crowd) {
    queue.add(new Event.CrowdBegan(crowd));
  }

  @Override
  public Recorder rehearsal() {
    return new PrivateRecorder(phaseMaxRows, recording);
  }

  @Override
  public void start() {
    recording.get();
  }

  @Override
  public void workOff() {
    queue.workOff();
  }

  @Override
  public void sleep(long mostNanos) {
    queue.sleep(mostNanos);
  }

  @Override
  public void runsLong(OpenPhase phase) {
    queue.add(new Event.PhaseRunsLong(phase));
  }

  @Override
  public void close(List<OpenScan> open, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Recording all = recording.get();
    queue.workOff();
    all.abortOpenScans();
    all.awaitSpans(timeout.dividedBy(2));
    for (OpenScan scan : open) {
      queue.add(new Event.ScanCutOff(scan));
    }
    queue.workOff();
    all.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }
}
