package io.scanmetrics.store;

import io.scanmetrics.threads.DaemonThread;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Batches from disk for a {@link Drain}: while it has one in hand the next one is read on another
 * thread, and no more than that one. For one thread; owns the other.
 */
final class ReadAhead implements AutoCloseable {
  private final Source source;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> DaemonThread.of("scan-metrics-reader", work));
  private CompletableFuture<List<Delivery>> next;

  /** Reads one batch, on a thread of its own. */
  interface Source {
    /** Empty if there are no more. */
    List<Delivery> read() throws StoreException;
  }

  ReadAhead(Source source) {
    this.source = source;
    this.next = begin();
  }

  /**
   * The next batch, once it is read; empty if there are no more.
   *
   * @throws StoreException if it cannot be read
   */
  List<Delivery> take() throws StoreException, InterruptedException {
    List<Delivery> taken;
    try {
      taken = next.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreException known
          ? known
          : new StoreException("scans cannot be read: " + e.getCause(), e);
    }
    if (!taken.isEmpty()) {
      next = begin();
    }
    return taken;
  }

  /** Returns when nothing is being read any more; what was read stays where it is. */
  @Override
  public void close() {
    thread.shutdown();
    next.exceptionally(fault -> List.of()).join();
  }

  private CompletableFuture<List<Delivery>> begin() {
    CompletableFuture<List<Delivery>> batch = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            batch.complete(source.read());
          } catch (Throwable fault) {
            batch.completeExceptionally(fault);
          }
        });
    return batch;
  }
}
