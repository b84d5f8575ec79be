package io.scanmetrics.agent.telemetry;

import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls that end when the future is done that they have returned. The JDK's futures tell so without
 * being asked, once the JDK is woven, and have one observer no more; other stages are asked to
 * tell.
 *
 * <p>Safe for any thread.
 */
final class Promises {
  private static final int FUTURE = 0;

  private final WeakTable<OpenCall> open;
  private final BiConsumer<OpenCall, Settled> kept;

  /**
   * @param kept is told when a future is done, on the thread that has seen to it
   * @param broken is told when the application has dropped a future before it was done
   */
  Promises(BiConsumer<OpenCall, Settled> kept, Consumer<OpenCall> broken) {
    this.kept = kept;
    this.open = new WeakTable<>(broken);
  }

  /** Whether it will be heard of when that is done. */
  boolean canBeKept(Object future) {
    return Settled.isHeardOf(future) || future instanceof CompletionStage<?>;
  }

  /** What it has come to already; {@code null} if it is not done, or that cannot be seen. */
  @Nullable Settled settled(@Nullable Object future) {
    return future != null && Settled.isHeardOf(future) ? Settled.of(future) : null;
  }

  /** From now on the call waits for the future. */
  void add(Object future, OpenCall call) {
    if (Settled.isHeardOf(future)) {
      open.add(future, FUTURE, call);
      // It may have been done before it was known here.
      done(future);
    } else if (future instanceof CompletionStage<?> stage) {
      stage.whenComplete((value, error) -> kept.accept(call, new Settled(value, error)));
    }
  }

  /** Some future of the JDK is done. */
  void done(Object future) {
    // Either whoever waits for the future sees that it is done, or this sees whoever waits: a
    // FutureTask's last state alone is written without a barrier.
    VarHandle.fullFence();
    if (open.isEmpty()) {
      return;
    }
    Settled settled = null;
    while (open.knowsNow(future, FUTURE)) {
      settled = settled == null ? Settled.of(future) : settled;
      OpenCall call = settled == null ? null : open.takeNow(future, FUTURE);
      if (settled == null || call == null) {
        return;
      }
      kept.accept(call, settled);
    }
  }

  /** Whether no call waits for a future. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  void tidyUp() {
    open.tidyUp();
  }
}
