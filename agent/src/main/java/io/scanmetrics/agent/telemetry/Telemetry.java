package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.threads.DaemonThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * From calls to scans and phases: owns the tracker that answers the application's threads, and has
 * the {@link Recorder} do on the agent's thread what would take too long on theirs.
 */
public final class Telemetry {
  /**
   * How often the queue is looked into at most. Waking a thread costs more than many entries, so
   * the application wakes nobody while there is much to tell. What has returned 50 ms ago is to be
   * on disk, so this leaves the rest to whatever holds the agent's thread up.
   */
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How often long scans are looked at, and from when on a scan and a phase are long. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LONG_SCAN_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LONG_PHASE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OpenScans scans = new OpenScans();
  private final ExpectedScans expected;
  private final Recorder recorder;
  private final CallTracker tracker;
  private final TelemetryListener listener;
  private final CountDownLatch ready = new CountDownLatch(1);
  private @Nullable Thread closer;

  /** What the agent's thread goes through first. */
  private volatile List<Interception> rehearsed = List.of();

  /** The agent's thread, once it works for this. */
  private volatile @Nullable Thread worker;

  /** Of the agent's thread: when it last looked for phases that run for long. */
  private long looked = System.nanoTime();

  /**
   * Starts nothing.
   *
   * @param recorder is told of scans and phases; closed when the JVM ends
   * @param carried tells of what threads work for, beside the tasks that are followed here
   * @param patience how long phases wait for a scan that they name to begin
   */
  public Telemetry(
      Sites sites,
      Recorder recorder,
      CarriedContext carried,
      Duration patience,
      TelemetryListener listener) {
    this.recorder = recorder;
    this.listener = listener;
    this.expected = new ExpectedScans(patience, System::nanoTime, this::wake, listener);
    this.tracker = new CallTracker(sites, scans, expected, recorder, carried, listener);
  }

  /** Answers the application's threads; to be installed in the bridge. */
  public ScanBridge bridge() {
    return tracker;
  }

  /**
   * Scans are followed from thread to thread.
   *
   * @param executors are woven on the thread on which a scan begins
   */
  public void followTasks(JdkWeaving executors) {
    tracker.followWith(executors);
  }

  /** Whether the JDK is not as it was, and nothing is open. Quick. */
  public boolean canRest() {
    return scans.isEmpty() && tracker.canRest();
  }

  /** Gives the JDK back as it was until a scan begins, if nothing is open. */
  public void rest() {
    if (canRest()) {
      tracker.rest();
    }
  }

  /** Whether something is open that was begun by that very rule, which has a start and an end. */
  public boolean waitsFor(Rule pair) {
    for (OpenScan scan : scans.all()) {
      if (scan.waitsFor(pair)) {
        return true;
      }
    }
    return false;
  }

  /** What every scan has that begins from here on, unless its rule says otherwise. */
  public void give(Map<String, Object> everyScan) {
    tracker.give(everyScan);
  }

  /**
   * Has the agent's thread go through a scan that does not happen before it does anything else.
   *
   * @param interceptions what calls may come to mean
   */
  public void rehearse(List<Interception> interceptions) {
    rehearsed = interceptions;
  }

  /**
   * Works off what was told, and waits until there may be more to do, or that moment has come. For
   * one thread, the agent's, which comes again and again; the first time it starts what takes long.
   *
   * @param until by the clock of {@link System#nanoTime}
   * @return false if a fault has put an end to measuring
   */
  public boolean work(long until) {
    try {
      if (worker == null) {
        begin();
      }
      workOff();
      awaitMore(until);
      return true;
    } catch (Throwable e) {
      stop(e);
      return false;
    }
  }

  /**
   * What a scan tells after a long silence is recorded at once, for it may be all that is heard of
   * it; what comes before and after that together with what else comes soon.
   */
  private void awaitMore(long until) {
    boolean open = !scans.isEmpty();
    boolean slept = false;
    if (expected.isEmpty()) {
      long left = until - System.nanoTime();
      long look = Math.max(GLANCE_NANOS, looked + LOOK_NANOS - System.nanoTime());
      slept = recorder.sleep(open ? Math.min(left, look) : left);
    }
    if (until - System.nanoTime() > 0 && !(open && slept)) {
      LockSupport.parkNanos(this, GLANCE_NANOS);
    }
  }

  /**
   * Returns when what happens is recorded at once, or the time is over. From then on what has
   * returned for as long as it takes to write it is not lost, however the JVM ends.
   */
  public void awaitReady(Duration timeout) {
    try {
      ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The scan of {@code scope: jvm} begins. */
  public void beginProcessScan(Rule rule, Readings readings) {
    tracker.beginProcess(rule, readings);
  }

  /** Whether the scan of {@code scope: jvm} is open. */
  public boolean hasProcessScan() {
    return scans.process() != null;
  }

  /** The scan of {@code scope: jvm} ends before the JVM does. */
  public void endProcessScan() {
    tracker.endProcess();
  }

  /**
   * The JVM is about to end. Returns when everything is handed on, or after the timeout, whatever
   * hangs. Whoever calls it again waits for the same.
   */
  public void end(Duration timeout) {
    Thread ending = closer(timeout);
    try {
      ending.join(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Thread closer(Duration timeout) {
    if (closer == null) {
      // What is lost is said at the end, and the JVM takes its time, too.
      Duration most = timeout.minus(timeout.dividedBy(10));
      closer = DaemonThread.start("scan-metrics-shutdown", () -> close(most));
    }
    return closer;
  }

  private void begin() {
    worker = Thread.currentThread();
    recorder.start();
    Rehearsal.of(rehearsed, recorder);
    rehearsed = List.of();
    ready.countDown();
  }

  private void workOff() {
    try {
      recorder.workOff();
      tracker.tidyUp();
      long now = System.nanoTime();
      if (now - looked >= LOOK_NANOS) {
        looked = now;
        showLongPhases(now);
      }
    } catch (OutOfMemoryError e) {
      // The application may have taken all memory, and may give it back: what waits can wait.
    }
  }

  private void stop(Throwable cause) {
    try {
      ScanBridge.install(null);
      listener.telemetryFailed(cause);
    } catch (Throwable e) {
      // Nothing more can be said, and nobody else may hear of it.
    } finally {
      ready.countDown();
    }
  }

  /** Even if it is only about to sleep, it looks once more. */
  private void wake() {
    Thread known = worker;
    if (known != null) {
      LockSupport.unpark(known);
    }
  }

  /** Tells of phases that run for long: one that hangs has no end to tell of it. */
  private void showLongPhases(long now) {
    for (OpenScan scan : scans.all()) {
      if (now - scan.startedAt > LONG_SCAN_NANOS) {
        for (OpenPhase phase : scan.running()) {
          if (!phase.toldThatItRuns && now - phase.startedAt > LONG_PHASE_NANOS) {
            recorder.runsLong(phase);
            phase.toldThatItRuns = true;
          }
        }
      }
    }
  }

  private void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    tracker.endProcess();
    expected.giveUpAll();
    List<OpenScan> open = scans.all();
    for (OpenScan scan : open) {
      scan.running().forEach(recorder::runsLong);
    }
    recorder.close(open, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }
}
