package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.telemetry.Crowd;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import io.scanmetrics.agent.telemetry.Recorder;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.assemble.ScanAssembler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Records with what the agent brings along, on the agent's own thread: a call costs the application
 * two readings of the clock and an entry in a queue. A few milliseconds later it is told to the
 * exporter, which has it on disk before anything slow is started: the SDK, if anybody reads its
 * spans, and what leads to the database.
 *
 * <p>Many thousand scans may wait. Where there is no room for more, as the disk is slower than the
 * scans, the next waits for it before it begins, five seconds at most; if that is in vain, scans
 * are left out and counted until there is room again, rather than the application's memory filled.
 */
public final class PrivateRecorder implements Recorder {
  /** For the thread of a scan that is about to begin; longer than the disk takes for what waits. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * Where something is told more will be soon: that long the agent's thread goes on looking into
   * the queue by itself, because waking it up costs the application's thread more than ten phases.
   */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int phaseMaxRows;
  private final Once<Recording> recording;
  private final EventQueue queue;
  private final TelemetryListener listener;
  private final AtomicLong refused = new AtomicLong();

  /** Whether there was no room for a scan even after waiting: the next one need not wait. */
  private volatile boolean waitedInVain;

  /** When anything was last told, by {@link System#nanoTime}. */
  private volatile long told = System.nanoTime();

  /** Of the agent's thread: whether there may be more to do than what waits in the queue. */
  private boolean unfinished;

  /**
   * Starts nothing.
   *
   * @param meters is told of the meters, if anybody reads them
   */
  public PrivateRecorder(
      Options options, AgentLog log, TelemetryListener listener, Consumer<ScanMeters> meters) {
    this(
        options.phaseMaxRows(),
        new Once<>(new RecordingStarter(options, log, listener, meters)),
        listener);
  }

  private PrivateRecorder(int phaseMaxRows, Once<Recording> recording, TelemetryListener listener) {
    this.phaseMaxRows = phaseMaxRows;
    this.recording = recording;
    this.listener = listener;
    this.queue = new EventQueue(recording);
  }

  /** Where scans come faster than they can be kept, they come a little slower. */
  @Override
  public void expectScan() {
    if (queue.wake()) {
      // It is not to fall asleep again before the scan has begun.
      told = System.nanoTime();
    }
    if (isFull()) {
      awaitRoom();
    }
  }

  private void awaitRoom() {
    long start = System.nanoTime();
    try {
      while (isFull() && !waitedInVain) {
        if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
          waitedInVain = true;
        } else {
          Thread.sleep(1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull() {
    return queue.isFull() || (recording.isMade() && recording.get().isFull());
  }

  @Override
  public void began(OpenScan scan) {
    if (isFull()) {
      scan.refuse();
      refused.incrementAndGet();
      listener.scanRefused();
    } else {
      waitedInVain = false;
      queue.add(new Event.ScanBegan(scan));
    }
  }

  @Override
  public void learned(OpenScan scan) {
    if (!scan.isRefused()) {
      queue.add(new Event.ScanLearned(scan));
    }
  }

  /** Soon enough known when it ends, or runs for long. */
  @Override
  public void began(OpenPhase phase) {}

  @Override
  public void ended(OpenScan scan) {
    if (!scan.isRefused()) {
      queue.add(new Event.ScanEnded(scan));
    }
  }

  @Override
  public void ended(OpenPhase phase) {
    if (phase.scan().isRefused()) {
      phase.letGo();
    } else {
      queue.add(phase);
    }
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
    return new PrivateRecorder(phaseMaxRows, recording, listener);
  }

  @Override
  public void start() {
    recording.get();
  }

  /** What is added meanwhile is left for the next time. */
  @Override
  public void workOff() {
    unfinished = true;
    unfinished = !workOff(Long.MAX_VALUE);
  }

  /** Returns whether nothing is left of what was taken. */
  private boolean workOff(long nanos) {
    Recording all = recording.get();
    long start = System.nanoTime();
    int due = queue.size();
    int done;
    boolean nothingLeft;
    do {
      done = queue.take(Math.min(due, ScanAssembler.AT_ONCE));
      due -= done;
      nothingLeft = all.keep();
      if (done > 0) {
        told = System.nanoTime();
      }
    } while (done > 0 && due > 0 && System.nanoTime() - start < nanos);
    return nothingLeft;
  }

  @Override
  public boolean sleep(long mostNanos) {
    boolean nothingToDo = !unfinished && System.nanoTime() - told > LINGER_NANOS;
    if (nothingToDo) {
      queue.sleep(mostNanos);
    }
    return nothingToDo;
  }

  @Override
  public void runsLong(OpenPhase phase) {
    if (!phase.scan().isRefused()) {
      queue.add(new Event.PhaseRunsLong(phase));
    }
  }

  @Override
  public void close(List<OpenScan> open, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Recording all = recording.get();
    workOff(deadline - System.nanoTime());
    all.abortOpenScans();
    all.giveOut();
    all.awaitSpans(timeout.dividedBy(2));
    for (OpenScan scan : open) {
      if (!scan.isRefused()) {
        queue.add(new Event.ScanCutOff(scan));
      }
    }
    workOff(deadline - System.nanoTime());
    boolean timeIsOver = System.nanoTime() - deadline >= 0;
    listener.notRecorded(refused.get(), timeIsOver ? queue.size() : 0);
    all.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }
}
