package io.scanmetrics.store;

import io.scanmetrics.assemble.FileNote;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.journal.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores what dead processes left in a spool, a batch at a time, so that several drains, and the
 * processes that use the spool meanwhile, share the work. Waits for nothing but the store, and for
 * that not long. For one thread; owns store and spool.
 */
public final class Drain implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int MOST_TRIES = 3;

  /** For processes that run to store what they have: more than a moment means that they cannot. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

  private static final Duration STEP = Duration.ofMillis(100);

  private final ScanStore store;
  private final Spool spool;
  private final LongConsumer progress;
  private final KeptScans kept;
  private final Backoff backoff =
      new Backoff(
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          () -> 0.5 + ThreadLocalRandom.current().nextDouble() / 2);
  private long stored;
  private long setAside;
  private int inHand;

  /**
   * What has become of the scans.
   *
   * @param stored are in the store now
   * @param setAside can never be stored as they are
   * @param left still wait, because the store did not take them
   * @param fault why not; {@code null} if none is left
   */
  public record Drained(long stored, long setAside, long left, @Nullable String fault) {}

  /**
   * @param progress is told, again and again, how many scans are done with
   */
  public Drain(ScanStore store, Spool spool, LongConsumer progress) {
    this.store = store;
    this.spool = spool;
    this.progress = progress;
    this.kept = new KeptScans(spool, (scan, reason) -> setAside++);
  }

  /**
   * Takes over and stores what dead processes left, until there is no more.
   *
   * @throws InterruptedException if interrupted; what is not stored stays where it is
   */
  public Drained drain() throws InterruptedException {
    try {
      while (spool.adopt(BATCH) > 0) {
        storeParked();
      }
      return drained(null);
    } catch (StoreException e) {
      return drained(e.getMessage());
    }
  }

  /**
   * Tries these again that were set aside.
   *
   * @throws InterruptedException as above
   */
  public Drained retry(List<Path> files) throws InterruptedException {
    try {
      for (int from = 0; from < files.size(); from += BATCH) {
        List<Path> some = files.subList(from, Math.min(files.size(), from + BATCH));
        some.forEach(spool::putBack);
        storeParked();
      }
      return drained(null);
    } catch (StoreException e) {
      return drained(e.getMessage());
    }
  }

  /**
   * How many scans that are over wait in the hands of processes that run. Such a process is given a
   * moment to store what has just ended.
   *
   * @throws InterruptedException if interrupted
   */
  public int waitingWithOthers() throws InterruptedException {
    long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
    int waiting = countWithOthers();
    while (waiting > 0 && System.nanoTime() - deadline < 0) {
      TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
      waiting = countWithOthers();
    }
    return waiting;
  }

  @Override
  public void close() {
    store.close();
    spool.close();
  }

  private int countWithOthers() {
    return spool.countOfOthers(lines -> FileNote.of(lines).isOver());
  }

  private Drained drained(@Nullable String fault) {
    return new Drained(stored, setAside, spool.parked() + inHand, fault);
  }

  private void storeParked() throws StoreException, InterruptedException {
    while (spool.parked() > 0) {
      int before = spool.parked();
      List<Delivery> batch = kept.read(BATCH);
      if (batch.isEmpty() && spool.parked() >= before) {
        throw new StoreException("what waits in " + spool + " cannot be read", null);
      }
      inHand = batch.size();
      if (!batch.isEmpty()) {
        stored += kept.settle(batch, write(batch.stream().map(Delivery::scan).toList()));
      }
      inHand = 0;
      progress.accept(stored + setAside);
    }
  }

  private List<ScanStore.SetAside> write(List<Scan> scans)
      throws StoreException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return store.write(scans);
      } catch (StoreException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(backoff.nextNanos());
      }
    }
  }
}
