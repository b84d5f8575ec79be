package io.scanmetrics.store;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.threads.DaemonThread;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries whole scans from the threads on which they ended to the {@link ScanStore}, in batches, on
 * a daemon thread of its own.
 *
 * <p>A few scans wait in memory; those beyond that wait on disk alone, and what has no place there
 * either is lost. From time to time scans that dead processes left in the same spool are taken
 * over. A scan that comes after a pause is written at once; under a steady load a batch is what has
 * come within a second, because a transaction costs as much as many rows. While the store is away
 * the same batch is tried again and again, with growing pauses; nothing is given up before {@link
 * #close}, and then what is on disk stays there.
 *
 * <p>For any thread. Owns the store and the spool from construction on and closes them on its own
 * thread, because a database that does not answer can hold that up for longer than anyone may wait.
 */
public final class ScanWriter {
  /** How long closing waits for a try that is under way although the one before it failed. */
  private static final long MOMENT_NANOS = 400_000_000;

  private final Spool spool;
  private final ScanListener listener;
  private final DeliveryLog log;
  private final Limits limits;
  private final Backlog backlog;
  private final DeliveryLoop loop;

  private final Object startLock = new Object();

  /** Guarded by the start lock. */
  private @Nullable Thread worker;

  /**
   * How much waits, and for how long.
   *
   * @param capacity in memory
   * @param capacityOfKept in memory, of those that are on disk as well
   * @param gather from the begin of one batch to that of the next, if nothing is urgent
   * @param look between two looks for scans that dead processes left
   */
  record Limits(
      int capacity,
      int capacityOfKept,
      int batch,
      Duration gather,
      Duration firstPause,
      Duration longestPause,
      Duration look) {
    private static final int BYTES_PER_SCAN = 32 << 10;

    /** The usual ones, in a JVM whose heap may grow to that size. */
    static Limits of(long maxHeapBytes) {
      int capacity = (int) Math.min(10_000, maxHeapBytes / BYTES_PER_SCAN);
      int capacityOfKept = Math.min(1_000, capacity);
      return new Limits(
          capacity,
          capacityOfKept,
          Math.min(500, capacityOfKept),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1));
    }
  }

  /**
   * A writer that hands up to 500 scans at once to the store and lets 10,000 wait in memory, fewer
   * in a heap of less than 320 MiB, and 1,000 where they are on disk as well.
   *
   * @param listener never fails
   */
  public ScanWriter(ScanStore store, Spool spool, ScanListener listener, ExporterLog log) {
    this(
        store,
        spool,
        listener,
        new DeliveryLog(log, System::nanoTime),
        Limits.of(Runtime.getRuntime().maxMemory()));
  }

  ScanWriter(ScanStore store, Spool spool, ScanListener listener, DeliveryLog log, Limits limits) {
    this.spool = spool;
    this.listener = listener;
    this.log = log;
    this.limits = limits;
    this.backlog =
        new Backlog(limits.capacity(), limits.capacityOfKept(), limits.batch(), spool::parked);
    this.loop = new DeliveryLoop(store, spool, backlog, listener, log, limits);
  }

  /** Begins to look for scans that dead processes left; without it, that begins with a scan. */
  public void start() {
    synchronized (startLock) {
      if (worker != null) {
        return;
      }
      Thread thread = DaemonThread.of("scan-metrics-writer", loop);
      try {
        thread.start();
        worker = thread;
      } catch (OutOfMemoryError noThread) {
        loop.cannotRun(noThread);
      }
    }
  }

  /**
   * Takes a scan over, without waiting for anything. One that runs is left out while the store is
   * away, because it will come again.
   *
   * @param mark what it has on disk, which is the writer's from now on
   * @return false if the scan is lost, because too many wait already or the writer is closed
   */
  public boolean offer(Scan scan, Mark mark) {
    Delivery delivery = new Delivery(scan, mark);
    boolean needless = delivery.isPassing() && loop.isFailing();
    if (!needless && (backlog.add(delivery) || backlog.addInsteadOfEarlier(delivery))) {
      start();
      return true;
    }
    spool.release(mark);
    if (!delivery.isInMemoryAlone()) {
      backlog.wake();
      return true;
    }
    log.refused(limits.capacity());
    if (mark != Mark.REFUSED) {
      listener.refused(scan);
    }
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
   * Refuses further scans, delivers those that wait, and closes store and spool. Returns when that
   * is done or the time is over, whatever the database does; after one more try, if that fails and
   * all scans are on disk. What is not on disk then is lost.
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
      loop.closeAll();
    } else if (!hasEnded(deadline)) {
      thread.interrupt();
    }
    int left = backlog.size();
    int lost = backlog.inMemoryAlone();
    if (lost > 0) {
      log.gaveUp(lost, loop.lastFault());
    }
    if (left > lost) {
      log.left(left - lost, spool.toString(), loop.lastFault());
    }
    return left == 0;
  }

  private boolean hasEnded(long deadline) {
    // What is being tried just now may take long to fail once more.
    boolean inVain = loop.isFailing() && backlog.inMemoryAlone() == 0;
    long nanos = deadline - System.nanoTime();
    try {
      return loop.awaitEnd(inVain ? Math.min(nanos, MOMENT_NANOS) : nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
