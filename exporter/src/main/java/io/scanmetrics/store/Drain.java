package io.scanmetrics.store;

import io.scanmetrics.assemble.FileNote;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.journal.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores what dead processes left in a spool, a batch at a time, so that several drains, and the
 * processes that use the spool meanwhile, share the work. While the store writes one batch the next
 * one is read, so memory holds two. Waits for nothing but store and disk, and not long. For one
 * thread; owns store and spool.
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
  private final LongSupplier nanoTime;
  private long stored;

  /** Those that cannot be read are set aside by whoever reads ahead. */
  private final AtomicLong setAside = new AtomicLong();

  /** The fewest scans that were with others so far, and until when there are to be fewer. */
  private long fewestWithOthers = Long.MAX_VALUE;

  private long fewerBy;

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
    this(store, spool, progress, System::nanoTime);
  }

  Drain(ScanStore store, Spool spool, LongConsumer progress, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.store = store;
    this.spool = spool;
    this.progress = progress;
    this.kept = new KeptScans(spool, (scan, reason) -> setAside.incrementAndGet());
  }

  /**
   * Takes over and stores what dead processes left, until there is no more, and as long as others
   * do the same: what one of them is just taking over cannot be had, but it may leave some of it.
   *
   * @throws InterruptedException if interrupted; what is not stored stays where it is
   */
  public Drained drain() throws InterruptedException {
    try {
      do {
        storeAll(() -> spool.adopt(BATCH) > 0);
      } while (othersGetOn());
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
      Iterator<Path> rest = files.iterator();
      storeAll(() -> putBackSome(rest));
      return drained(null);
    } catch (StoreException e) {
      return drained(e.getMessage());
    }
  }

  /**
   * How many scans that are over wait in the hands of processes that run. These are given the time
   * that they need to store them, as long as there are fewer and fewer.
   *
   * @throws InterruptedException if interrupted
   */
  public int waitingWithOthers() throws InterruptedException {
    boolean more;
    do {
      more = othersGetOn();
    } while (more);
    return countWithOthers();
  }

  /** Whether others have scans, and had more a moment ago; waits for a moment if so. */
  private boolean othersGetOn() throws InterruptedException {
    long now = nanoTime.getAsLong();
    long withOthers = spool.leftByDead() + countWithOthers();
    if (withOthers < fewestWithOthers) {
      fewestWithOthers = withOthers;
      fewerBy = now + LONG_ENOUGH.toNanos();
    }
    if (withOthers == 0 || now - fewerBy >= 0) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
    return true;
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
    return new Drained(stored, setAside.get(), spool.scans(), fault);
  }

  /**
   * Stores what waits in the spool; while the store has one batch in hand the next one is read.
   *
   * @param more has more of it wait there, and says whether there may be any
   */
  private void storeAll(BooleanSupplier more) throws StoreException, InterruptedException {
    try (ReadAhead ahead = new ReadAhead(() -> read(more))) {
      for (List<Delivery> batch = ahead.take(); !batch.isEmpty(); batch = ahead.take()) {
        stored += kept.settle(batch, write(batch.stream().map(Delivery::scan).toList()));
        progress.accept(stored + setAside.get());
      }
    }
    progress.accept(stored + setAside.get());
  }

  private List<Delivery> read(BooleanSupplier more) throws StoreException {
    List<Delivery> batch = List.of();
    while (batch.isEmpty() && (spool.parked() > 0 || more.getAsBoolean())) {
      int before = spool.parked();
      batch = kept.read(BATCH);
      if (batch.isEmpty() && before > 0 && spool.parked() >= before) {
        throw new StoreException("what waits in " + spool + " cannot be read", null);
      }
    }
    return batch;
  }

  private boolean putBackSome(Iterator<Path> setAside) {
    boolean some = setAside.hasNext();
    for (int i = 0; i < BATCH && setAside.hasNext(); i++) {
      spool.putBack(setAside.next());
    }
    return some;
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
