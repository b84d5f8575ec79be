package io.scanmetrics.agent.telemetry;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What each task that waits to be run is part of. Knows tasks by identity, so that their {@code
 * equals} is never called, and holds them weakly: one that is never run is forgotten when the
 * application has forgotten it.
 *
 * <p>The same object may wait several times, also in several pools: each way in which it can be
 * taken up has a number, and what was put first under a number is taken first.
 *
 * <p>Safe for any thread. Divided into parts, each with a lock that is held for a few instructions.
 */
final class WaitingTasks {
  private static final int PARTS_LOG = 4;

  private static final AtomicReferenceFieldUpdater<WaitingTasks, Use> USE =
      AtomicReferenceFieldUpdater.newUpdater(WaitingTasks.class, Use.class, "use");

  /** Whether anything waits. */
  private enum Use {
    NONE,
    MAYBE,
    SOME
  }

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final WaitingPart[] parts = new WaitingPart[1 << PARTS_LOG];

  private volatile Use use = Use.NONE;

  WaitingTasks() {
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new WaitingPart(collected);
    }
  }

  /**
   * Whether nothing waits. Asked for every task that is run, so it may also say that something does
   * where nothing has for a moment; but whoever is handed a task that waits here is told so.
   */
  boolean isEmpty() {
    return use == Use.NONE;
  }

  /** That task once more, behind those that wait already. */
  void add(Object task, int number, Execution execution) {
    put(task, number, execution, false);
  }

  /** That task, instead of what was put before. */
  void set(Object task, int number, Execution execution) {
    put(task, number, execution, true);
  }

  /** What the task is part of, which is forgotten; {@code null} if unknown. */
  @Nullable Execution take(Object task, int number) {
    int hash = hash(task, number);
    WaitingPart part = part(hash);
    return part.seemsEmpty() ? null : part.get(task, number, hash, true);
  }

  /** What the task is part of; {@code null} if unknown. */
  @Nullable Execution get(Object task, int number) {
    int hash = hash(task, number);
    WaitingPart part = part(hash);
    return part.seemsEmpty() ? null : part.get(task, number, hash, false);
  }

  /** Forgets what was put last. */
  void takeBack(Object task, int number) {
    int hash = hash(task, number);
    part(hash).takeBack(task, number, hash);
  }

  /**
   * Forgets what the application has forgotten, and notes if nothing is left. Meant to be called
   * now and then, by one thread.
   */
  void tidyUp() {
    forgetCollected();
    if (use == Use.SOME) {
      // Whoever puts something after this says so, and then it is not true that nothing is left.
      use = Use.MAYBE;
      boolean empty = true;
      for (WaitingPart part : parts) {
        empty &= part.isEmpty();
      }
      if (!empty || !USE.compareAndSet(this, Use.MAYBE, Use.NONE)) {
        use = Use.SOME;
      }
    }
  }

  private void put(Object task, int number, Execution execution, boolean instead) {
    forgetCollected();
    int hash = hash(task, number);
    part(hash).put(task, number, hash, execution, instead);
    if (use != Use.SOME) {
      use = Use.SOME;
    }
  }

  private void forgetCollected() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      WaitingPart.Entry entry = (WaitingPart.Entry) gone;
      part(entry.hash).remove(entry);
    }
  }

  private WaitingPart part(int hash) {
    return parts[hash >>> (Integer.SIZE - PARTS_LOG)];
  }

  /** Spread by multiplying with the golden ratio: the high bits of the result depend on all. */
  private static int hash(Object task, int number) {
    return (System.identityHashCode(task) + number) * 0x9E3779B9;
  }
}
