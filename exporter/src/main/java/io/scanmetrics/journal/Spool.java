package io.scanmetrics.journal;

import io.scanmetrics.ExporterLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where scans are kept on disk until the store has them, so that they outlive this process: a
 * folder of this process's own in a folder that many share.
 *
 * <p>Whoever assembles scans writes here what happens to them, and hands each over to whoever
 * delivers them with a {@link Mark}. Who delivers settles the mark when the store has the scan, or
 * releases it to have the scan wait on disk alone, to be read back later.
 *
 * <p>Nothing here fails. While the folder cannot be used the spool is off, which is told once; it
 * looks again every few seconds. What was written before the {@link #epoch} changed may be gone.
 *
 * <p>For any thread; calls wait for the disk, so none of the application's may make any. Opens
 * nothing before it has something to do.
 */
public final class Spool implements AutoCloseable {
  /** The {@link #epoch} of a spool that is off. */
  public static final int OFF = -1;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable SpoolFolder folder;
  private final long maxBytes;
  private final SpoolLog log;
  private final LongSupplier nanoTime;
  private volatile int epoch;

  // Guarded by this.
  private @Nullable SpoolFiles files;
  private int epochs;
  private long lookedAt;
  private boolean closed;

  // As of the last call that changed anything, for those who must not wait for the disk.
  private volatile int parked;
  private volatile long bytes;
  private volatile long othersBytes;

  private Spool(@Nullable SpoolFolder folder, long maxBytes, SpoolLog log, LongSupplier nanoTime) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.log = log;
    this.nanoTime = nanoTime;
    this.epoch = folder == null ? OFF : 0;
  }

  /** One that is off for good, because there is no place for it. */
  public static Spool none() {
    return new Spool(null, 0, SpoolLog.SILENT, System::nanoTime);
  }

  /** One in that folder, which is not looked at yet. */
  public static Spool in(SpoolConfig config, ExporterLog log) {
    return in(config, log, System::nanoTime);
  }

  static Spool in(SpoolConfig config, ExporterLog log, LongSupplier nanoTime) {
    return new Spool(
        SpoolFolder.at(config), config.maxBytes(), new SpoolLog(log, config, nanoTime), nanoTime);
  }

  /** A number that changes when files that were written before may be gone, or {@link #OFF}. */
  public int epoch() {
    return epoch;
  }

  /** Whether there is room for one more scan; a line says so if there is none. */
  public boolean admits() {
    if (bytes() + othersBytes < maxBytes) {
      return true;
    }
    log.full();
    return false;
  }

  /** Looks from time to time whether the folder is still there, or can be used again. */
  public synchronized void refresh() {
    long now = nanoTime.getAsLong();
    boolean off = epoch == OFF;
    if (folder == null || closed || now - lookedAt < (off ? RETRY_NANOS : LOOK_NANOS)) {
      return;
    }
    lookedAt = now;
    SpoolFiles present = files;
    if (off) {
      begin();
    } else if (present != null && !present.folder().isIntact()) {
      log.vanished();
      begin();
    }
  }

  /** Goes through all that is done to a scan, without a line of one. */
  public synchronized void rehearse() {
    if (epoch == OFF || closed) {
      return;
    }
    try {
      own().rehearse();
    } catch (IOException | RuntimeException e) {
      turnOff(e);
    }
  }

  /** Writes what has happened. */
  public synchronized void write(Collection<Change> changes) {
    if (epoch == OFF || closed || changes.isEmpty()) {
      return;
    }
    try {
      own().apply(changes);
    } catch (IOException | RuntimeException e) {
      turnOff(e);
    } catch (Error e) {
      // Too little memory: nobody may rely on any of it.
      turnOff();
      throw e;
    } finally {
      tidy();
    }
  }

  /**
   * The mark that goes with a scan of which nothing more is expected to be written.
   *
   * @param whole whether all that is known of it was written; if so it may be read back from here
   */
  public synchronized Mark hand(String name, boolean whole) {
    return files == null ? Mark.NONE : files.hand(name, whole && epoch != OFF);
  }

  /** The store has these scans. */
  public void settle(Collection<Mark> marks) {
    marks.forEach(this::settle);
    tidy();
  }

  private synchronized void settle(Mark mark) {
    if (files != null && mark.isIn(files)) {
      try {
        files.settle(mark);
      } catch (IOException e) {
        log.notRemoved(mark.name(), e);
      }
      count();
    }
  }

  private synchronized void tidy() {
    if (files != null) {
      try {
        files.tidy();
      } catch (IOException e) {
        // While the folder is of no use that was told.
        if (epoch != OFF) {
          log.notRemoved("", e);
        }
      }
      count();
    }
  }

  /** The scan waits on disk alone from now on. */
  public synchronized void release(Mark mark) {
    if (files != null && mark.isIn(files)) {
      files.release(mark);
      count();
    }
  }

  /** How many there are of this process's own, whether memory holds them as well or not. */
  public synchronized int scans() {
    return files == null ? 0 : files.count();
  }

  /** How many wait on disk alone, as far as known. */
  public int parked() {
    return parked;
  }

  /** How much there is of this process's own. */
  public long bytes() {
    return bytes;
  }

  /** Reads scans back that wait on disk alone, but no more than fit into so many bytes. */
  public List<Kept> readBack(int most, long mostBytes) {
    List<Kept> kept = new ArrayList<>();
    try {
      long read = 0;
      for (String name : parkedNames(most)) {
        if (kept.size() < most && read < mostBytes) {
          for (Kept one : take(name, most - kept.size(), mostBytes - read)) {
            kept.add(one);
            read += one.lines().length;
          }
        }
      }
      return kept;
    } catch (Throwable e) {
      kept.forEach(one -> release(one.mark()));
      throw e;
    }
  }

  private synchronized List<String> parkedNames(int most) {
    try {
      return files == null ? List.of() : files.parkedNames(most);
    } catch (IOException | RuntimeException e) {
      log.notRead(e);
      return List.of();
    } finally {
      count();
    }
  }

  private synchronized List<Kept> take(String name, int most, long mostBytes) {
    try {
      return files == null ? List.of() : files.take(name, most, mostBytes);
    } catch (IOException e) {
      log.notRead(e);
      return List.of();
    } finally {
      tidy();
    }
  }

  /**
   * Takes over scans that dead processes left, which then wait here on disk alone.
   *
   * @param most about so many; others do not have to wait for who takes them all
   * @return how many were taken over
   */
  public int adopt(int most) {
    if (epoch == OFF) {
      return 0;
    }
    try {
      List<Path> others = folder == null ? List.of() : folder.others();
      SpoolFiles own = others.isEmpty() ? null : ownUnlessOff();
      return own == null
          ? 0
          : OtherFolders.take(others, own.folder().path(), most, file -> moveIn(own, file));
    } catch (IOException | RuntimeException e) {
      // A folder that is of no use at all is told of as such.
      if (ownUnlessOff() != null) {
        log.notRead(e);
      }
      return 0;
    }
  }

  /** How many scans that is. */
  private synchronized int moveIn(SpoolFiles own, Path file) {
    try {
      return files == own ? own.moveIn(file) : 0;
    } catch (IOException e) {
      log.notRead(e);
      return 0;
    } finally {
      count();
    }
  }

  private synchronized @Nullable SpoolFiles ownUnlessOff() {
    if (epoch == OFF || closed) {
      return null;
    }
    try {
      return own();
    } catch (IOException | RuntimeException e) {
      turnOff(e);
      return null;
    }
  }

  /**
   * Has a scan that was set aside wait on disk again.
   *
   * @return false if somebody else was faster, or the spool is off
   */
  public boolean putBack(Path setAside) {
    SpoolFiles own = ownUnlessOff();
    return own != null && moveIn(own, setAside) > 0;
  }

  /**
   * Looks at the scans in the folders of other processes, without touching them.
   *
   * @param wanted is given the lines of each
   * @return how many are wanted
   */
  public int countOfOthers(Predicate<byte[]> wanted) {
    try {
      return folder == null ? 0 : OtherFolders.count(folder.others(), wanted);
    } catch (IOException | RuntimeException e) {
      log.notRead(e);
      return 0;
    }
  }

  /** How many scans dead processes left that nobody has taken over yet. */
  public long leftByDead() {
    try {
      return folder == null ? 0 : folder.survey().ofDead();
    } catch (IOException | RuntimeException e) {
      log.notRead(e);
      return 0;
    }
  }

  /** Looks how much there is in the folder that is not this process's own. */
  public void lookAround() {
    try {
      if (folder != null && epoch != OFF) {
        long before = bytes();
        othersBytes = Math.max(0, folder.bytes() - Math.max(before, bytes()));
      }
    } catch (IOException | RuntimeException e) {
      log.notRead(e);
    }
  }

  /**
   * The scan can never be stored: what there is of it goes to a place of its own.
   *
   * @param lastLine is added to it
   */
  public synchronized void setAside(Mark mark, byte[] lastLine) {
    if (folder != null && files != null && mark.isIn(files)) {
      try {
        files.moveOut(mark, lastLine, folder.newSetAside(mark.name(), files.folder().path()));
      } catch (IOException | RuntimeException e) {
        log.notSetAside(mark.name(), e);
      }
      tidy();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    epoch = OFF;
    if (files != null) {
      try {
        files.close();
      } catch (IOException e) {
        log.notRemoved("", e);
      }
      files = null;
    }
  }

  /** Where it is, for people. */
  @Override
  public String toString() {
    return folder == null ? "no spool" : folder.toString();
  }

  /** Opens the folder, maybe anew. Needs the lock. */
  private void begin() {
    try {
      SpoolFiles before = files;
      if (before == null || !before.folder().isIntact()) {
        files = null;
        own();
      }
      count();
      epochs++;
      epoch = epochs;
      log.on();
    } catch (IOException | RuntimeException e) {
      turnOff(e);
    }
  }

  private SpoolFiles own() throws IOException {
    SpoolFiles own = files;
    if (own == null) {
      if (folder == null) {
        throw new IOException("there is none");
      }
      own = new SpoolFiles(folder.claim());
      files = own;
    }
    return own;
  }

  private void count() {
    SpoolFiles present = files;
    parked = present == null ? 0 : present.parked();
    bytes = present == null ? 0 : present.bytes();
  }

  private void turnOff(Exception e) {
    turnOff();
    log.off(e);
  }

  private void turnOff() {
    epoch = OFF;
    lookedAt = nanoTime.getAsLong();
  }
}
