package io.scanmetrics.agent.start;

import io.scanmetrics.agent.telemetry.Telemetry;
import io.scanmetrics.threads.DaemonThread;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of the agent's own: looks once a second whether the rules files are others than
 * before, if they are watched, and records once measuring has begun. It comes with the first of the
 * two and stays to the end of the JVM; where there is neither to do, it sleeps.
 *
 * <p>What may take long is not done on it: recording must not wait for that.
 */
final class AgentThread implements Runnable {
  private static final long LOOK_NANOS = 1_000_000_000;

  /** More than a hundred years. */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

  private @Nullable Thread thread;
  private volatile @Nullable RulesWatch watch;
  private volatile @Nullable Telemetry telemetry;

  /** Rules files are watched from here on. */
  void watch(RulesWatch rules) {
    watch = rules;
    wake();
  }

  /** What happens is recorded from here on; what that takes is started on the thread. */
  void record(Telemetry begun) {
    telemetry = begun;
    wake();
  }

  private synchronized void wake() {
    if (thread == null) {
      thread = DaemonThread.start("scan-metrics-agent", this);
    } else {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    long due = System.nanoTime() + LOOK_NANOS;
    while (true) {
      RulesWatch rules = watch;
      recordUntil(rules == null ? System.nanoTime() + NEVER_NANOS : due);
      if (rules != null && due - System.nanoTime() <= 0) {
        rules.look();
        due = System.nanoTime() + LOOK_NANOS;
      }
      // Nobody has a reason to interrupt it, and interrupted it could not sleep any more.
      Thread.interrupted();
    }
  }

  /** Returns at that moment at the latest, by the clock of {@link System#nanoTime}. */
  private void recordUntil(long moment) {
    Telemetry known = telemetry;
    if (known == null) {
      LockSupport.parkNanos(this, moment - System.nanoTime());
    } else if (!known.work(moment)) {
      telemetry = null;
    }
  }
}
