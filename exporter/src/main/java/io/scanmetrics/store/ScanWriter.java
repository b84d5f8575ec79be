package io.scanmetrics.store;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
  private static final String NO_ANSWER = "the store gave no answer";

  private final ScanStore store;
  private final ScanListener listener;
  private final DeliveryLog log;
  private final Limits limits;
  private final Backoff backoff;
  private final Backlog backlog;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String lastFault = NO_ANSWER;

  private final Object startLock = new Object();

  /** Guarded by the start lock. */
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
    this.backlog = new Backlog(limits.capacity());
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
    if (backlog.add(scan)) {
      start();
      return true;
    }
    log.refused(limits.capacity());
    tell(() -> listener.refused(scan));
    return false;
  }

  /** How many scans were taken and are neither stored nor set aside yet. */
  public int waiting() {
    return backlog.size();
  }

  /**
   * Waits until every scan that was taken before is stored or set aside; a batch that pauses after
   * a failure is tried at once.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean flush(Duration timeout) {
    return backlog.awaitSettled(System.nanoTime() + timeout.toNanos());
  }

  /**
   * Refuses further scans, delivers those that wait, and closes the store. Returns when that is
   * done or the time is over, whatever the database does; what could not be delivered is lost.
   *
   * @return whether every scan that was taken is stored or set aside
   */
  public boolean close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    backlog.close(deadline);
    if (backlog.size() > 0) {
      start();
    }
    Thread thread;
    synchronized (startLock) {
      thread = worker;
    }
    if (thread == null) {
      closeStore();
    } else if (!hasEnded(deadline)) {
      thread.interrupt();
    }
    int left = backlog.size();
    if (left > 0) {
      log.gaveUp(left, lastFault);
    }
    return left == 0;
  }

  private void start() {
    synchronized (startLock) {
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
        lastFault = "there is no thread to write them: " + noThread.getMessage();
      }
    }
  }

  private boolean hasEnded(long deadline) {
    try {
      return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    List<Scan> batch = new ArrayList<>();
    try {
      while (backlog.fill(batch, limits.batch())) {
        if (write(batch)) {
          batch.clear();
        } else {
          backlog.pause(backoff.nextNanos());
        }
      }
    } finally {
      closeStore();
      ended.countDown();
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
    lastFault = NO_ANSWER;
    log.written();
    tell(() -> listener.written(batch.size() - setAside.size(), took));
    for (ScanStore.SetAside one : setAside) {
      log.setAside(one.scan(), one.reason());
      tell(() -> listener.setAside(one.scan(), one.reason()));
    }
    backlog.settle(batch.size());
    return true;
  }

  private void failed(String fault) {
    lastFault = fault;
    int scans = backlog.size();
    log.waiting(scans, fault);
    tell(() -> listener.waiting(scans, fault));
  }

  private void closeStore() {
    try {
      store.close();
    } catch (RuntimeException e) {
      log.closingFailed(e);
    }
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException ignored) {
      // Whoever listens must not end the delivery.
    }
  }
}
