package io.scanmetrics.store;

import io.scanmetrics.assemble.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store in memory that a test can take away, or make hang. */
final class PretendStore implements ScanStore {
  private final List<List<Scan>> batches = new ArrayList<>();
  private @Nullable String fault;
  private @Nullable Throwable defect;
  private volatile @Nullable CountDownLatch gate;
  private volatile boolean deaf;
  volatile @Nullable Thread caller;
  final AtomicInteger tries = new AtomicInteger();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  /** From now on the store refuses to write, for that reason; {@code null}: writes again. */
  synchronized void away(@Nullable String reason) {
    fault = reason;
  }

  /** From now on the store fails as it never should. */
  synchronized void broken(@Nullable Throwable throwable) {
    defect = throwable;
  }

  /** From now on each write hangs, until the latch is open or the thread is interrupted. */
  CountDownLatch hang() {
    CountDownLatch latch = new CountDownLatch(1);
    gate = latch;
    return latch;
  }

  /** As {@link #hang}, and interrupts change nothing, as with a socket that is read. */
  CountDownLatch hangDeaf() {
    deaf = true;
    return hang();
  }

  @Override
  public List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException {
    caller = Thread.currentThread();
    tries.incrementAndGet();
    entered.countDown();
    CountDownLatch latch = gate;
    while (latch != null) {
      try {
        latch.await();
        latch = null;
      } catch (InterruptedException e) {
        if (!deaf) {
          throw e;
        }
      }
    }
    synchronized (this) {
      if (defect instanceof RuntimeException e) {
        throw e;
      }
      if (defect instanceof Error e) {
        throw e;
      }
      if (fault != null) {
        throw new StoreException(fault, null);
      }
      batches.add(scans);
    }
    return scans.stream()
        .filter(scan -> scan.columns().containsValue("refuse me"))
        .map(scan -> new SetAside(scan, "it asked for it"))
        .toList();
  }

  synchronized List<List<Scan>> batches() {
    return List.copyOf(batches);
  }

  synchronized List<Scan> scans() {
    return batches.stream().flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
