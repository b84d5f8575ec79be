package com.example.observability;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what other processes do, with a deadline. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Await() {}

  /**
   * The first value that is not null.
   *
   * @param instead what there is when time is up, for the message
   */
  static <T> T present(Callable<@Nullable T> value, Callable<?> instead) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      T present = value.call();
      if (present != null) {
        return present;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return fail("not within %s; instead: %s", PATIENCE, instead.call());
  }

  /** Until it is true. */
  static void until(Callable<Boolean> condition, Callable<?> instead) throws Exception {
    present(() -> condition.call() ? Boolean.TRUE : null, instead);
  }
}
