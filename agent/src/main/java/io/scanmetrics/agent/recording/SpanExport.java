package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.spans.PrivateSdk;
import io.scanmetrics.agent.spans.SpanMaker;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.threads.DaemonThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has spans made of what happens, by an SDK that takes a good part of a second to start in a cold
 * JVM: whatever happens before that waits here, so that nothing else has to wait. For one thread at
 * a time, but for the one that starts the SDK.
 */
final class SpanExport {
  /** Many more than the SDK's own queue takes before it drops them. */
  private static final int MOST_WAITING = EventQueue.HELP_AT;

  private final Supplier<@Nullable PrivateSdk> starting;
  private final TelemetryListener listener;
  private final Queue<Event> waiting = new ArrayDeque<>();

  /** How many these are, for any thread. */
  private volatile int behind;

  private final CountDownLatch started = new CountDownLatch(1);
  private volatile @Nullable PrivateSdk sdk;

  /**
   * @param starting starts the SDK, and whatever else may take its time; {@code null} if there is
   *     none
   */
  SpanExport(Supplier<@Nullable PrivateSdk> starting, TelemetryListener listener) {
    this.starting = starting;
    this.listener = listener;
  }

  /** Starts it, on a thread of its own. */
  void start() {
    DaemonThread.start("scan-metrics-sdk", this::run);
  }

  private void run() {
    try {
      sdk = starting.get();
    } catch (Throwable e) {
      listener.spanFailed(e);
    } finally {
      started.countDown();
    }
  }

  /** In the order in which things happened. */
  void add(Event event) {
    Event.SpanNeed need = event.spanNeed();
    if (need == Event.SpanNeed.NONE) {
      return;
    }
    if (started.getCount() == 0) {
      workOff();
      export(event);
    } else if (waiting.size() < MOST_WAITING || need == Event.SpanNeed.WHOLE_SCAN) {
      waiting.add(event);
      behind = waiting.size();
    }
  }

  /** Whether so many scans wait that no other should begin. Any thread. */
  boolean isFull() {
    return behind > 2 * MOST_WAITING;
  }

  /** Makes spans of what waits, if there is an SDK by now. */
  void workOff() {
    if (started.getCount() == 0) {
      for (Event event = waiting.poll(); event != null; event = waiting.poll()) {
        export(event);
      }
      behind = 0;
    }
  }

  /** Whether anything waits for the SDK. Any thread. */
  boolean isBehind() {
    return behind > 0;
  }

  private void export(Event event) {
    PrivateSdk known = sdk;
    SpanMaker spans = known == null ? null : known.spans();
    if (spans != null) {
      try {
        event.export(spans);
      } catch (RuntimeException | LinkageError e) {
        listener.spanFailed(e);
      }
    }
  }

  /** Returns when the SDK has started, or failed to, or the time is over. */
  void awaitStart(Duration timeout) {
    try {
      started.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has the spans leave that have ended, without waiting for that: the JVM is about to end. */
  void leave() {
    PrivateSdk known = sdk;
    if (known != null) {
      known.leave();
    }
  }

  /** Ends the SDK, which sends what it still has. */
  void close(Duration timeout) {
    PrivateSdk known = sdk;
    if (known != null) {
      known.close(timeout);
    }
  }
}
