package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.scanmetrics.agent.spans.EnvironmentContext;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import io.scanmetrics.agent.telemetry.Recorder;
import io.scanmetrics.agent.telemetry.Sleeper;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Records with the SDK of the host, on the application's threads: spans are started and ended when
 * scans and phases are, for the host's own spans to find their place among them. Rows are made of
 * these spans, as of any in that SDK. Any thread.
 */
final class HostRecorder implements Recorder {
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_START_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Host host;
  private final HostSpans spans;
  private final TelemetryListener listener;

  /** Scans that began before the host was there to make a span. Guarded by itself. */
  private final Queue<OpenScan> early = new ArrayDeque<>();

  private volatile boolean ready;
  private final Sleeper sleeper = new Sleeper(() -> false);

  /** Starts nothing. */
  HostRecorder(Host host, TelemetryListener listener) {
    this.host = host;
    this.spans = new HostSpans(host);
    this.listener = listener;
  }

  @Override
  public void expectScan() {
    sleeper.wake();
  }

  @Override
  public void began(OpenScan scan) {
    try {
      if (!isEarly(scan)) {
        spans.began(scan, around(scan));
      }
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  /** Whether the scan has to wait for the host. */
  private boolean isEarly(OpenScan scan) {
    if (isReady()) {
      return false;
    }
    synchronized (early) {
      return !ready && early.add(scan);
    }
  }

  @Override
  public void learned(OpenScan scan) {
    try {
      spans.learned(scan);
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  /** One whose scan has not begun yet gets its span when it ends, if the scan has by then. */
  @Override
  public void began(OpenPhase phase) {
    try {
      if (isReady() && HostSpans.within(phase.scan()) != null) {
        spans.began(phase, HostContext.around(phase));
      }
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  @Override
  public void ended(OpenScan scan) {
    try {
      spans.ended(scan);
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  @Override
  public void ended(OpenPhase phase) {
    try {
      if (isReady() && HostSpans.within(phase.scan()) != null) {
        spans.ended(phase);
      }
      phase.letGo();
    } catch (RuntimeException | LinkageError e) {
      listener.spanFailed(e);
    }
  }

  /**
   * What a scan is part of: what the thread is in the middle of, else what the environment names.
   * One that is begun inside another is not part of that, but of the same as that.
   */
  private Context around(OpenScan scan) {
    OpenScan outer = scan.outer();
    if (outer != null) {
      return HostSpans.around(outer);
    }
    Context current = Context.current();
    return Span.fromContext(current).getSpanContext().isValid() ? current : environment();
  }

  private Context environment() {
    return EnvironmentContext.of(host.openTelemetry(), System.getenv());
  }

  @Override
  public Recorder rehearsal() {
    return new HostRecorder(Host.NONE, listener);
  }

  /** Whether there is something to make spans with: not before the host itself has started. */
  private boolean isReady() {
    if (!ready && host.isThere()) {
      synchronized (early) {
        for (OpenScan scan = early.poll(); scan != null; scan = early.poll()) {
          spans.began(scan, environment());
        }
        ready = true;
      }
    }
    return ready;
  }

  @Override
  public void start() {
    long deadline = System.nanoTime() + LONGEST_START_NANOS;
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the OpenTelemetry agent has not started");
      }
      LockSupport.parkNanos(this, GLANCE_NANOS);
    }
    host.start();
  }

  @Override
  public void workOff() {}

  @Override
  public boolean sleep(long mostNanos) {
    sleeper.sleep(mostNanos);
    return true;
  }

  /** It can be seen from the beginning on. */
  @Override
  public void runsLong(OpenPhase phase) {}

  @Override
  public void close(List<OpenScan> open, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    host.abortOpenScans();
    open.forEach(spans::cutOff);
    host.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }
}
