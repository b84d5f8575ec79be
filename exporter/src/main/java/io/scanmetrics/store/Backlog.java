package io.scanmetrics.store;

import io.scanmetrics.assemble.Scan;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The scans that wait for the {@link ScanWriter}'s thread, and the times at which it does and does
 * not wait. Any thread adds scans or waits for them to be settled, which is to be stored or set
 * aside; one thread takes them.
 *
 * <p>Scans are settled in the order in which they were added, so two counts tell which are. Times
 * are of {@link System#nanoTime}.
 */
final class Backlog {
  /** Pauses are no longer than this while someone waits for them to be over. */
  private static final long HURRIED_PAUSE_NANOS = 200_000_000;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Scan> queue = new ArrayDeque<>();
  private long added;
  private long settled;
  private long hurryUntil = System.nanoTime();
  private boolean closing;
  private long closeBy;

  /**
   * @param capacity how many may wait, those that are being written included
   */
  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /** False if there is no room, or no more scans are taken. */
  boolean add(Scan scan) {
    lock.lock();
    try {
      if (closing || added - settled >= capacity) {
        return false;
      }
      queue.add(scan);
      added++;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many are not settled yet. */
  int size() {
    lock.lock();
    try {
      return (int) (added - settled);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is at least one scan in the batch, and fills it up with more.
   *
   * @return false if the batch is not to be written: all is settled, or the time is over
   */
  boolean fill(List<Scan> batch, int limit) {
    lock.lock();
    try {
      while (batch.isEmpty() && queue.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      while (batch.size() < limit && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      return !batch.isEmpty() && !(closing && isOver(closeBy));
    } finally {
      lock.unlock();
    }
  }

  /** That many more are stored or set aside. */
  void settle(int scans) {
    lock.lock();
    try {
      settled += scans;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for that long, or less if someone is in a hurry. An interrupt ends it. */
  void pause(long nanos) {
    long start = System.nanoTime();
    lock.lock();
    try {
      while (!(closing && isOver(closeBy))) {
        long allowed = isOver(hurryUntil) ? nanos : Math.min(nanos, HURRIED_PAUSE_NANOS);
        long left = start + allowed - System.nanoTime();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Only the writer's own close interrupts for a reason, and fill() looks at that.
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hurries until all that was added before is settled.
   *
   * @return false if the deadline came first, or an interrupt, which stays set
   */
  boolean awaitSettled(long deadline) {
    lock.lock();
    try {
      hurry(deadline);
      long goal = added;
      return await(deadline, () -> settled >= goal);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more scans, and hurries with those that there are until the deadline. */
  void close(long deadline) {
    lock.lock();
    try {
      closing = true;
      closeBy = deadline;
      hurry(deadline);
    } finally {
      lock.unlock();
    }
  }

  private void hurry(long deadline) {
    if (deadline - hurryUntil > 0) {
      hurryUntil = deadline;
    }
    changed.signalAll();
  }

  private boolean await(long deadline, BooleanSupplier goal) {
    try {
      while (!goal.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isOver(long deadline) {
    return System.nanoTime() - deadline >= 0;
  }
}
