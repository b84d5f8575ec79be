package io.scanmetrics.agent.telemetry;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent's thread sleeps until a thread of the application wakes it. Waking a thread that
 * is awake anyway would cost the application more than the rest of a call, and so costs a look at a
 * field.
 */
public final class Sleeper {
  private final BooleanSupplier needless;
  private volatile @Nullable Thread asleep;

  /**
   * @param needless is asked before it falls asleep, when whoever changes the answer wakes the
   *     thread already
   */
  public Sleeper(BooleanSupplier needless) {
    this.needless = needless;
  }

  /**
   * Returns when it was woken, after that time at most, or for no reason at all. One thread at a
   * time.
   */
  public void sleep(long mostNanos) {
    asleep = Thread.currentThread();
    if (!needless.getAsBoolean()) {
      LockSupport.parkNanos(this, mostNanos);
    }
    asleep = null;
  }

  /**
   * Wakes the thread that sleeps. The operating system may give it the processor of the one that
   * calls this, so where that can be foreseen it is called before a time is taken, not after. Any
   * thread.
   *
   * @return false if none sleeps
   */
  public boolean wake() {
    Thread thread = asleep;
    if (thread == null) {
      return false;
    }
    LockSupport.unpark(thread);
    return true;
  }
}
