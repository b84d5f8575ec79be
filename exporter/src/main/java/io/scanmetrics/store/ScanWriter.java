package io.scanmetrics.store;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries whole scans from the threads on which they ended to the {@link ScanStore}, in batches, on
 * a daemon thread of its own that starts with the first scan.
 *
 * <p>Scans wait in memory, in the order in which they came, up to a limit beyond which new ones are
 * refused. A batch is whatever has come while the one before it was being written. While the store
 * is away the same batch is tried again and again, with growing pauses; nothing is given up before
 * {@link #close}.
 *
 * <p>For any thread. Owns the store from construction on and closes it on its own thread, because a
 * database that does not answer can hold that up for longer than anyone may wait.
 */
public final class ScanWriter {
  /** Pauses are no longer than this while someone waits for them to be over. */
  private static final long HURRIED_PAUSE_NANOS = 200_000_000;

  private final ScanStore store;
  private final ScanListener listener;
  private final Limits limits;
  private final DeliveryLog log;
  private final Backoff backoff;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock. A scan is settled once it is stored or set aside; as all are settled in
  // the order in which they were offered, two counts tell which.
  private final ArrayDeque<Scan> queue = new ArrayDeque<>();
  private long offered;
  private long settled;
  private long hurryUntil = System.nanoTime();
  private boolean closing;
  private long closeBy;
  private boolean ended;
  private String lastFault = "the store gave no answer";
  private @Nullable Thread worker;

  /** How much waits, and for how long. */
  record Limits(int capacity, int batch, Duration firstPause, Duration longestPause) {
    static final Limits DEFAULT =
        new Limits(10_000, 500, Duration.ofMillis(200), Duration.ofSeconds(30));
  }

  /** A writer that hands up to 500 scans at once to the store and lets up to 10,000 wait. */
  public ScanWriter(ScanStore store, ScanListener listener, ExporterLog log) {
    this(store, listener, new DeliveryLog(log, System::nanoTime), Limits.DEFAULT);
  }

  ScanWriter(ScanStore store, ScanListener listener, DeliveryLog log, Limits limits) {
    this.store = store;
    this.listener = listener;
    this.log = log;
    this.limits = limits;
    this.backoff =
        new Backoff(
            limits.firstPause(),
            limits.longestPause(),
            () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Takes a scan over, without waiting for anything.
   *
   * @return false if the scan is lost, because too many wait already or the writer is closed
   */
  public boolean offer(Scan scan) {
    boolean taken;
    lock.lock();
    try {
      taken = !closing && offered - settled < limits.capacity();
      if (taken) {
        queue.add(scan);
        offered++;
        start();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (!taken) {
      log.refused(limits.capacity());
      tell(() -> listener.refused(scan));
    }
    return taken;
  }

  /** How many scans were taken and are neither stored nor set aside yet. */
  public int waiting() {
    lock.lock();
    try {
      return (int) (offered - settled);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every scan that was taken before is stored or set aside; a batch that pauses after
   * a failure is tried at once.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean flush(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      hurry(deadline);
      long goal = offered;
      return await(deadline, () -> settled >= goal);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses further scans, delivers those that wait, and closes the store. Returns when that is
   * done or the time is over, whatever the database does; what could not be delivered is lost.
   *
   * @return whether every scan that was taken is stored or set aside
   */
  public boolean close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean neverStarted;
    long left;
    String fault;
    lock.lock();
    try {
      neverStarted = !closing && worker == null;
      closing = true;
      closeBy = deadline;
      hurry(deadline);
      if (worker != null && !await(deadline, () -> ended)) {
        worker.interrupt();
      }
      left = offered - settled;
      fault = lastFault;
    } finally {
      lock.unlock();
    }
    if (neverStarted) {
      closeStore();
    }
    if (left > 0) {
      log.gaveUp(left, fault);
    }
    return left == 0;
  }

  private void start() {
    if (worker != null) {
      return;
    }
    // No inherited thread locals: they are the application's, and would live as long as it does.
    Thread thread = new Thread(null, this::run, "scan-metrics-writer", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ScanWriter.class.getClassLoader());
    try {
      thread.start();
      worker = thread;
    } catch (OutOfMemoryError noThread) {
      // The scan waits; the next one tries to start the thread again.
      worker = null;
    }
  }

  private void run() {
    List<Scan> batch = new ArrayList<>();
    try {
      while (fill(batch)) {
        if (write(batch)) {
          batch.clear();
        } else {
          pause();
        }
      }
    } finally {
      closeStore();
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for scans, tops the batch up with them; false if it is time to end. */
  private boolean fill(List<Scan> batch) {
    lock.lock();
    try {
      while (batch.isEmpty() && queue.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      while (batch.size() < limits.batch() && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      return !batch.isEmpty() && !(closing && isOver(closeBy));
    } finally {
      lock.unlock();
    }
  }

  private boolean write(List<Scan> batch) {
    long start = System.nanoTime();
    List<ScanStore.SetAside> setAside;
    try {
      setAside = store.write(List.copyOf(batch));
    } catch (StoreException e) {
      failed(String.valueOf(e.getMessage()));
      return false;
    } catch (InterruptedException e) {
      return false;
    } catch (Throwable e) {
      // A fault in a library or too little memory: this thread must outlive it, there is no other.
      failed("Scans cannot be stored: " + e);
      return false;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    backoff.reset();
    log.written();
    tell(() -> listener.written(batch.size() - setAside.size(), took));
    for (ScanStore.SetAside one : setAside) {
      log.setAside(one.scan(), one.reason());
      tell(() -> listener.setAside(one.scan(), one.reason()));
    }
    settle(batch.size());
    return true;
  }

  private void failed(String fault) {
    int scans = waiting();
    lock.lock();
    try {
      lastFault = fault;
    } finally {
      lock.unlock();
    }
    log.waiting(scans, fault);
    tell(() -> listener.waiting(scans, fault));
  }

  private void settle(int scans) {
    lock.lock();
    try {
      settled += scans;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** After a failure; shorter if someone is in a hurry. */
  private void pause() {
    long failedAt = System.nanoTime();
    long pause = backoff.nextNanos();
    lock.lock();
    try {
      while (!(closing && isOver(closeBy))) {
        long allowed = isOver(hurryUntil) ? pause : Math.min(pause, HURRIED_PAUSE_NANOS);
        long left = failedAt + allowed - System.nanoTime();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts this thread for a reason, and fill() looks at that.
    } finally {
      lock.unlock();
    }
  }

  /** Keeps pauses short until then. Needs the lock. */
  private void hurry(long deadline) {
    if (deadline - hurryUntil > 0) {
      hurryUntil = deadline;
    }
    changed.signalAll();
  }

  private static boolean isOver(long deadline) {
    return System.nanoTime() - deadline >= 0;
  }

  /** Needs the lock. */
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

  private void closeStore() {
    try {
      store.close();
    } catch (RuntimeException e) {
      log.closingFailed(e);
    }
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException ignored) {
      // Whoever listens must not end the delivery.
    }
  }
}
