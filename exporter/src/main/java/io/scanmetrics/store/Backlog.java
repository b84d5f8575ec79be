package io.scanmetrics.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The scans that wait for the {@link ScanWriter}'s thread, in memory or on disk alone, and the
 * times at which it does and does not wait. Any thread adds scans or waits for them to be settled,
 * which is to be stored or set aside; one thread takes them.
 *
 * <p>Scans in memory are settled in the order in which they were added, so two counts tell which
 * are. Times are of {@link System#nanoTime}.
 */
final class Backlog {
  /** Pauses are no longer than this while someone waits for them to be over. */
  private static final long HURRIED_PAUSE_NANOS = 200_000_000;

  private final int capacity;
  private final int capacityOfKept;
  private final int batch;
  private final IntSupplier onDiskAlone;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
  private long added;
  private long settled;

  /** Of those added and not settled, how many would be lost with the memory. */
  private int inMemoryAlone;

  /** Of those, how many scans run, so that a later version is certain to come. */
  private int passing;

  /** Read back from disk, and not settled. */
  private int readBack;

  /** Whether some are being read back just now. */
  private boolean reading;

  private long hurryUntil = System.nanoTime();
  private boolean closing;
  private long closeBy;

  /** Whether a try has failed since closing began. */
  private boolean triedInVain;

  /**
   * @param capacity how many may wait in memory, those that are being written included
   * @param capacityOfKept how many of those that are on disk as well
   * @param batch how many are taken at once
   * @param onDiskAlone how many wait there and nowhere else
   */
  Backlog(int capacity, int capacityOfKept, int batch, IntSupplier onDiskAlone) {
    this.capacity = capacity;
    this.capacityOfKept = capacityOfKept;
    this.batch = batch;
    this.onDiskAlone = onDiskAlone;
  }

  /** False if there is no room in memory for it, or no more scans are taken. */
  boolean add(Delivery scan) {
    lock.lock();
    try {
      if (closing || added - settled >= (scan.isInMemoryAlone() ? capacity : capacityOfKept)) {
        return false;
      }
      queue.add(scan);
      added++;
      inMemoryAlone += scan.isInMemoryAlone() ? 1 : 0;
      passing += scan.isPassing() ? 1 : 0;
      if (queue.size() == 1 || isUrgent()) {
        changed.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #add}, of a scan that is over and for which there was no room: what waits of it from
   * when it ran is dropped. Should it have to wait on disk, that might come later than itself, and
   * bring back phases that it has given up since.
   */
  boolean addInsteadOfEarlier(Delivery over) {
    UUID scan = over.scan().metricsId();
    lock.lock();
    try {
      if (passing == 0 || over.isPassing()) {
        return false;
      }
      int before = queue.size();
      queue.removeIf(one -> one.isPassing() && one.scan().metricsId().equals(scan));
      int dropped = before - queue.size();
      added -= dropped;
      passing -= dropped;
      changed.signalAll();
      return dropped > 0 && add(over);
    } finally {
      lock.unlock();
    }
  }

  /** There may be something on disk. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many scans that are over are not settled yet. */
  int size() {
    lock.lock();
    try {
      return (int) (added - settled) - passing + readBack + onDiskAlone.getAsInt();
    } finally {
      lock.unlock();
    }
  }

  /** How many of these are not on disk. */
  int inMemoryAlone() {
    lock.lock();
    try {
      return inMemoryAlone;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is a scan to write, or that time, or the end of it all.
   *
   * @param gatherUntil until when scans may wait for others, if nobody needs them to be written
   */
  void awaitScans(long until, long gatherUntil) {
    lock.lock();
    try {
      if (await(until, this::hasWork)) {
        await(gatherUntil, this::isUrgent);
      }
    } catch (InterruptedException e) {
      // Only the writer's own close interrupts for a reason, and isOver() looks at that.
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a batch in memory that nobody has taken. */
  boolean hasQueued() {
    lock.lock();
    try {
      return !queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a batch out of memory. */
  List<Delivery> take() {
    lock.lock();
    try {
      List<Delivery> taken = new ArrayList<>(batch);
      while (taken.size() < batch && !queue.isEmpty()) {
        taken.add(queue.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Scans are going to be read back from disk. */
  void reading() {
    lock.lock();
    try {
      reading = true;
    } finally {
      lock.unlock();
    }
  }

  /** That many were. */
  void read(int scans) {
    lock.lock();
    try {
      reading = false;
      readBack += scans;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Scans that were taken, or read back, are stored or set aside. */
  void settle(List<Delivery> scans, boolean fromDisk) {
    lock.lock();
    try {
      if (fromDisk) {
        readBack -= scans.size();
      } else {
        settled += scans.size();
        for (Delivery scan : scans) {
          inMemoryAlone -= scan.isInMemoryAlone() ? 1 : 0;
          passing -= scan.isPassing() ? 1 : 0;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A try has failed: there is nothing to be expected of another one once no time is left. */
  void failed() {
    lock.lock();
    try {
      triedInVain |= closing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for that long, or less if someone is in a hurry; when closing begins, there is one more
   * try at once. An interrupt ends it.
   */
  void pause(long nanos) {
    long start = System.nanoTime();
    lock.lock();
    try {
      while (!(closing && (isPast(closeBy) || !triedInVain || mayStay()))) {
        long allowed = isPast(hurryUntil) ? nanos : Math.min(nanos, HURRIED_PAUSE_NANOS);
        long left = start + allowed - System.nanoTime();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // As above.
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hurries until all that was added before is settled, and nothing waits on disk alone that did.
   *
   * @return false if the deadline came first, or an interrupt, which stays set
   */
  boolean awaitSettled(long deadline) {
    lock.lock();
    try {
      hurry(deadline);
      long goal = added;
      boolean inOrder = readBack == 0 && !reading && onDiskAlone.getAsInt() == 0;
      return await(deadline, () -> (inOrder && settled >= goal) || isIdle());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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

  /**
   * Whether there is nothing more to do for whoever writes, because all is settled after the last
   * scan was added, or the time for it is over.
   *
   * @param inVain whether trying on has no prospect; then what is on disk may as well stay there
   */
  boolean isOver(boolean inVain) {
    lock.lock();
    try {
      return closing && (isPast(closeBy) || isIdle() || (inVain && mayStay()));
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is anything to do for whoever writes, be it to end. */
  private boolean hasWork() {
    return closing || !queue.isEmpty() || onDiskAlone.getAsInt() > 0;
  }

  /** Whether waiting for more scans would lose one, hold somebody up, or gain nothing. */
  private boolean isUrgent() {
    return closing
        || inMemoryAlone > 0
        || queue.size() >= batch
        || onDiskAlone.getAsInt() > 0
        || !isPast(hurryUntil);
  }

  /** All of them are on disk, and were tried once more for whoever closes. */
  private boolean mayStay() {
    return inMemoryAlone == 0 && triedInVain;
  }

  private boolean isIdle() {
    return added == settled && readBack == 0 && !reading && onDiskAlone.getAsInt() == 0;
  }

  private void hurry(long deadline) {
    if (deadline - hurryUntil > 0) {
      hurryUntil = deadline;
    }
    changed.signalAll();
  }

  private boolean await(long deadline, BooleanSupplier goal) throws InterruptedException {
    while (!goal.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      changed.awaitNanos(left);
    }
    return true;
  }

  private static boolean isPast(long time) {
    return System.nanoTime() - time >= 0;
  }
}
