package io.scanmetrics.store;

import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Spool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What the {@link ScanWriter}'s thread does: takes scans from memory and from disk by turns and
 * hands them to the store, until all is over. Closes store and spool in the end.
 */
final class DeliveryLoop implements Runnable {
  private static final String NO_ANSWER = "the store gave no answer";

  private final ScanStore store;
  private final Spool spool;
  private final Backlog backlog;
  private final ScanListener listener;
  private final DeliveryLog log;
  private final ScanWriter.Limits limits;
  private final KeptScans kept;
  private final Backoff backoff;
  private final CountDownLatch ended = new CountDownLatch(1);

  // For the thread alone: when to look for the scans of dead processes.
  private long lookAt = System.nanoTime();
  private boolean hasLooked;

  /** For the thread alone: until when scans gather for the next batch. */
  private long gatherUntil = System.nanoTime();

  /** For the thread alone: how many scans are read back. */
  private int atOnce;

  /** For the thread alone: whether there is nothing but what cannot be read back. */
  private boolean stuck;

  private volatile boolean failing;
  private volatile String lastFault = NO_ANSWER;

  DeliveryLoop(
      ScanStore store,
      Spool spool,
      Backlog backlog,
      ScanListener listener,
      DeliveryLog log,
      ScanWriter.Limits limits) {
    this.store = store;
    this.spool = spool;
    this.backlog = backlog;
    this.listener = listener;
    this.log = log;
    this.limits = limits;
    this.atOnce = limits.batch();
    this.kept = new KeptScans(spool, this::setAside);
    this.backoff =
        new Backoff(
            limits.firstPause(),
            limits.longestPause(),
            () -> ThreadLocalRandom.current().nextDouble());
  }

  @Override
  public void run() {
    try {
      while (!backlog.isOver(failing || stuck)) {
        try {
          deliverFromDisk();
          if (!backlog.isOver(failing)) {
            deliverFromMemory();
          }
        } catch (OutOfMemoryError e) {
          // This thread must outlive it, there is no other.
          backlog.failed();
          pause(limits.firstPause().toNanos());
        }
      }
    } finally {
      closeAll();
    }
  }

  private void deliverFromDisk() {
    adoptIfDue();
    int onDisk = spool.parked();
    List<Delivery> batch = readBack();
    stuck = batch.isEmpty() && onDisk > 0 && spool.parked() >= onDisk && !backlog.hasQueued();
    if (stuck) {
      // What waits there cannot be read just now, which was told.
      backlog.failed();
      pause(limits.firstPause().toNanos());
    } else if (batch.isEmpty()) {
      backlog.awaitScans(lookAt, gatherUntil);
    } else {
      deliver(batch, true);
    }
  }

  private void deliverFromMemory() {
    List<Delivery> batch = backlog.take();
    if (!batch.isEmpty()) {
      deliver(batch, false);
    }
  }

  /** Whether the last try failed. */
  boolean isFailing() {
    return failing;
  }

  /** Why scans are not stored that are not. */
  String lastFault() {
    return lastFault;
  }

  /** There is no thread for it. */
  void cannotRun(Throwable cause) {
    lastFault = "there is no thread to write them: " + cause.getMessage();
  }

  /** Whether it has ended by then. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Gives back what store and spool hold. */
  void closeAll() {
    try {
      store.close();
    } catch (RuntimeException e) {
      log.closingFailed(e);
    }
    spool.close();
    ended.countDown();
  }

  /** Takes over no more than a batch, so that others in the same place share the work. */
  private void adoptIfDue() {
    boolean due = System.nanoTime() - lookAt >= 0;
    if (!due || failing || spool.parked() > 0 || (hasLooked && backlog.isClosing())) {
      return;
    }
    hasLooked = true;
    int adopted = adopt();
    if (adopted > 0) {
      tell(() -> log.adopted(adopted, spool.toString()));
    } else {
      spool.lookAround();
      lookAt = System.nanoTime() + limits.look().toNanos();
    }
  }

  private int adopt() {
    try {
      return spool.adopt(limits.batch());
    } catch (OutOfMemoryError e) {
      // They can wait where they are.
      return 0;
    }
  }

  private List<Delivery> readBack() {
    if (spool.parked() == 0) {
      return List.of();
    }
    backlog.reading();
    List<Delivery> scans = List.of();
    try {
      scans = kept.read(atOnce);
      atOnce = limits.batch();
    } catch (OutOfMemoryError e) {
      // They can wait, and fewer of them may find room.
      atOnce = Math.max(1, atOnce / 2);
    } finally {
      backlog.read(scans.size());
    }
    return scans;
  }

  /** Tries until it is done, or no time is left. */
  private void deliver(List<Delivery> batch, boolean fromDisk) {
    gatherUntil = System.nanoTime() + limits.gather().toNanos();
    while (!isWritten(batch)) {
      pause(backoff.nextNanos());
      if (backlog.isOver(failing)) {
        return;
      }
    }
    backlog.settle(batch, fromDisk);
  }

  private boolean isWritten(List<Delivery> batch) {
    try {
      return write(batch);
    } catch (OutOfMemoryError e) {
      // Not even for the words that say so.
      failing = true;
      backlog.failed();
      return false;
    }
  }

  private void pause(long nanos) {
    try {
      backlog.pause(nanos);
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean write(List<Delivery> batch) {
    long start = System.nanoTime();
    List<ScanStore.SetAside> refused;
    try {
      refused = store.write(batch.stream().map(Delivery::scan).toList());
    } catch (StoreException e) {
      failed(() -> String.valueOf(e.getMessage()));
      return false;
    } catch (InterruptedException e) {
      return false;
    } catch (Throwable e) {
      // A fault in a library or too little memory: this thread must outlive it, there is no other.
      failed(() -> "Scans cannot be stored: " + e);
      return false;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    failing = false;
    backoff.reset();
    lastFault = NO_ANSWER;
    tell(log::written);
    int written = settle(batch, refused);
    tell(() -> listener.written(written, took));
    return true;
  }

  private int settle(List<Delivery> batch, List<ScanStore.SetAside> refused) {
    try {
      return kept.settle(batch, refused);
    } catch (OutOfMemoryError e) {
      // What is still on disk then will be stored again, which does no harm.
      return batch.size();
    }
  }

  private void setAside(String scan, String reason) {
    tell(() -> log.setAside(scan, reason));
    tell(() -> listener.setAside(scan, reason));
  }

  private void failed(Supplier<String> words) {
    failing = true;
    backlog.failed();
    tell(
        () -> {
          String fault = words.get();
          lastFault = fault;
          int scans = backlog.size();
          log.waiting(scans, fault);
          listener.waiting(scans, fault);
        });
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | OutOfMemoryError ignored) {
      // Too little memory for the words, or a fault without any: the delivery goes on.
    }
  }
}
