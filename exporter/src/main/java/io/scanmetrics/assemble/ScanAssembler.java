package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.log.UnfailingLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes whole scans of what happens to scans and phases: notes it in the journal, and gives each
 * scan out when it has ended, and again, whole, when more of it comes later.
 *
 * <p>Has no thread of its own. What happens is taken on any thread, in memory alone; whoever may
 * wait for the disk calls {@link #giveOut} soon after. A {@link BackgroundAssembler} does so for
 * those who may not wait for anything.
 *
 * <p>For any thread. What it keeps in memory is bounded (see {@link AssemblyLimits}); a phase waits
 * for its scan as long as there is room. What is taken and not given out is not: see {@link
 * #isFull}.
 */
public final class ScanAssembler {
  /** How many rows one phase of one scan has unless somebody says otherwise. */
  public static final int DEFAULT_ROWS_PER_PHASE = 1_000;

  /** So many events are on disk before more are taken, by whoever sees to both. */
  public static final int AT_ONCE = 500;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long scans that are on disk gather before they are given out together. */
  private static final Duration GATHERING = Duration.ofSeconds(1);

  /** How many events may: to give out what they make takes a few milliseconds. */
  private static final int MOST_GATHERED = 2_000;

  /** How many scans may wait for others; memory holds a few times that many for the store. */
  private static final int MOST_WAITING = 250;

  /** How often it is noted how many executions share a row, while more and more do. */
  private static final Duration NOTE_FOLDED_EVERY = Duration.ofMillis(20);

  static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final String tenant;
  private final ScanSink scans;
  private final Spool spool;
  private final ExporterLog log;
  private final AssemblyLimits limits;
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger faults = new AtomicInteger();
  private final LongSupplier nanoTime;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Assembly assembly;
  private final ScanJournal journal;

  /** How much was taken since scans were last given out. */
  private int gathered;

  private volatile boolean closed;
  private volatile boolean full;

  private final ReentrantLock givingOut = new ReentrantLock();

  // Guarded by the lock of giving out, which is taken first.

  /** What was assembled and is not yet given out. */
  private final ArrayDeque<Assembled> outgoing = new ArrayDeque<>();

  /** The mark of the first of these, if there was too little memory for who takes it. */
  private @Nullable Mark handing;

  /** Whether everything was given out for the last time. */
  private boolean over;

  /** Whether the journal may say less than is known. */
  private boolean inDoubt;

  /** Whether executions share rows of which the journal knows less. */
  private boolean folding;

  private long notedFolded;

  /** When scans that are open were last looked at. */
  private long lookedAt;

  /** When scans were last given out. */
  private long gaveOutAt;

  /** Whether scans are over that are not given out. */
  private boolean gathering;

  /** Whether scans are open. */
  private boolean watching;

  /** From how many refused phases on people are told again. */
  private long tellRefusedAt = 1;

  /**
   * Starts nothing.
   *
   * @param defaultTenant of scans that name none: a UUID, or any text as {@code scan.tenant.id}
   * @param scans takes the scans
   * @param spool where what happens to scans is kept until they are stored; stays the caller's
   * @param rowsPerPhase executions of one phase in one scan that have rows of their own
   * @param listener never fails
   */
  public ScanAssembler(
      String defaultTenant,
      ScanSink scans,
      Spool spool,
      int rowsPerPhase,
      ScanListener listener,
      ExporterLog log) {
    this(
        defaultTenant,
        scans,
        spool,
        listener,
        log,
        AssemblyLimits.of(Runtime.getRuntime().maxMemory()).withRowsPerPhase(rowsPerPhase),
        System::nanoTime,
        InstantSource.system());
  }

  ScanAssembler(
      String defaultTenant,
      ScanSink scans,
      Spool spool,
      ScanListener listener,
      ExporterLog log,
      AssemblyLimits limits,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.tenant = defaultTenant;
    this.scans = scans;
    this.spool = spool;
    this.log = new UnfailingLog(log);
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.notedFolded = nanoTime.getAsLong();
    this.lookedAt = notedFolded;
    this.gaveOutAt = notedFolded - GATHERING.toNanos();
    this.journal = new ScanJournal(spool, defaultTenant);
    this.assembly =
        new Assembly(
            DefaultTenant.of(defaultTenant), listener, limits, nanoTime, clock, followed, journal);
  }

  /**
   * Goes through a scan that does not happen, up to a file in the spool that is removed at once, so
   * that the first one that does happen is as soon on disk as later ones. Optional; waits for the
   * disk.
   *
   * @return that scan, for whoever hears of scans to go through the same
   */
  public Scan prepare() {
    Scan scan = Rehearsal.in(spool, tenant, log);
    spool.rehearse();
    return scan;
  }

  /** Whether something is known of that trace; cheap to ask for every span. */
  public boolean follows(String traceId) {
    return followed.contains(traceId);
  }

  /**
   * Something has happened, and will be given out. Whoever has too little memory for it throws, and
   * it may be taken again.
   */
  public void take(SpanEvent event) {
    lock.lock();
    try {
      if (!closed) {
        assembly.take(event);
        gathered++;
        full = isOverfull();
      }
    } catch (RuntimeException fault) {
      report(fault);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #take}, of an execution of a phase that has ended: by far the most that happens. */
  public void takeEndOfPhase(SpanRecord span) {
    lock.lock();
    try {
      if (!closed) {
        assembly.phaseEnded(span);
        gathered++;
        full = isOverfull();
      }
    } catch (RuntimeException fault) {
      report(fault);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives every scan that is open now out as aborted. That its span may still be ended, by whoever
   * tidies up when the JVM exits, is no end of the scan; phases that come are still added to it.
   */
  public void abortOpenScans() {
    lock.lock();
    try {
      assembly.abandonOpenScans();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether so much was taken and not given out that the disk cannot be as fast as the scans: no
   * scan should begin then that is to be taken.
   */
  public boolean isFull() {
    return full;
  }

  /**
   * Writes what was noted into the spool, and gives out what is ready. Waits for the disk, and for
   * whoever does the same. Throws nothing, unless there is too little memory.
   *
   * @return false if there was a fault, which is told: the next call makes up for it, as it does
   *     for too little memory
   */
  public boolean giveOut() {
    return tryToGiveOut(Extent.ALL);
  }

  /**
   * As {@link #giveOut}, for whoever comes many times a second: what is on disk is given out at
   * once after a pause, and else together with what is over a second later, which costs a fraction.
   *
   * @return false also if something is left to be given out: the next call will, or a later one
   */
  public boolean keep() {
    return tryToGiveOut(Extent.WHAT_IS_DUE);
  }

  /** How much is given out. */
  private enum Extent {
    WHAT_IS_DUE,
    ALL,
    ALL_FOR_THE_LAST_TIME
  }

  /**
   * Gives every scan that is still open out as aborted, and all else that was taken. Nothing is
   * taken after that.
   *
   * @return false if the time was over before it was its turn, the calling thread was interrupted,
   *     or there was a fault
   */
  public boolean close(Duration timeout) {
    try {
      if (!givingOut.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      over = over || tryToGiveOut(Extent.ALL_FOR_THE_LAST_TIME);
      return over;
    } finally {
      givingOut.unlock();
    }
  }

  /** Something of that trace is about to be taken. */
  void follow(String traceId) {
    followed.add(traceId);
  }

  /** How long nobody needs to call {@link #giveOut} if nothing is taken. */
  Duration rest() {
    givingOut.lock();
    try {
      if (folding) {
        return NOTE_FOLDED_EVERY;
      }
      return watching ? LOOK_EVERY : FOREVER;
    } finally {
      givingOut.unlock();
    }
  }

  /** The first, the second, the fourth, the eighth…: enough to know, never a flood. */
  void report(Throwable fault) {
    int count = faults.incrementAndGet();
    if (Integer.bitCount(count) == 1) {
      log.warn("A scan may be incomplete, please report this (fault " + count + "): " + fault);
    }
  }

  private boolean tryToGiveOut(Extent extent) {
    givingOut.lock();
    try {
      giveOut(extent);
      return !gathering;
    } catch (OutOfMemoryError tooLittleMemory) {
      throw tooLittleMemory;
    } catch (Throwable fault) {
      report(fault);
      return false;
    } finally {
      givingOut.unlock();
    }
  }

  private void giveOut(Extent extent) throws Throwable {
    spool.refresh();
    boolean doubtful = inDoubt;
    // What is noted now may not be written.
    inDoubt = true;
    List<Change> changes;
    long refused;
    Throwable fault = null;
    lock.lock();
    try {
      if (doubtful) {
        journal.doubt();
      }
      if (extent == Extent.ALL_FOR_THE_LAST_TIME) {
        closed = true;
        assembly.abandonOpenScans();
        // Before the phases go that may stand between others.
        takeReady();
        assembly.abandonAwaitingPhases();
      }
      if (extent != Extent.WHAT_IS_DUE || isDue()) {
        try {
          takeReady();
        } catch (OutOfMemoryError | RuntimeException e) {
          // What was noted needs to be written all the same.
          fault = e;
        }
      }
      gathering = assembly.waiting() > 0;
      watching = assembly.isWatching();
      refused = assembly.refusedPhases();
      journal.renew();
      noteFolded();
      changes = journal.take(this::report);
      // From here on as much may be taken again while this is written.
      full = isOverfull();
    } finally {
      lock.unlock();
    }
    spool.write(changes);
    for (Assembled one = outgoing.peek(); one != null; one = outgoing.peek()) {
      giveOut(one);
      outgoing.remove();
    }
    inDoubt = false;
    reportRefused(refused);
    if (fault != null) {
      throw fault;
    }
  }

  /** What is not on disk, or has been forgotten already, waits for nothing. Needs both locks. */
  private boolean isDue() {
    long now = nanoTime.getAsLong();
    return now - lookedAt >= LOOK_EVERY.toNanos()
        || gathered >= MOST_GATHERED
        || assembly.waiting() >= MOST_WAITING
        || assembly.readyUnits() > 0
        || !outgoing.isEmpty()
        || (assembly.waiting() > 0
            && (now - gaveOutAt >= GATHERING.toNanos() || journal.leavesScansAlone()));
  }

  /** Takes what is over out of what is assembled. Needs both locks. */
  private void takeReady() {
    int before = outgoing.size();
    try {
      assembly.giveOut(outgoing);
    } finally {
      gathered = 0;
      lookedAt = nanoTime.getAsLong();
      if (outgoing.size() > before || assembly.waiting() > 0) {
        gaveOutAt = lookedAt;
      }
    }
  }

  /** Needs the lock. */
  private boolean isOverfull() {
    return assembly.readyUnits() > limits.ready() || journal.isOverfull();
  }

  /** Needs both locks. */
  private void noteFolded() {
    long now = nanoTime.getAsLong();
    if (now - notedFolded >= NOTE_FOLDED_EVERY.toNanos()) {
      notedFolded = now;
      journal.noteFolded();
    }
    folding = journal.isFolding();
  }

  private void giveOut(Assembled one) {
    Mark mark = handing == null ? journal.hand(one.noted()) : handing;
    handing = mark;
    try {
      scans.accept(one.scan(), mark);
    } catch (RuntimeException fault) {
      report(fault);
      spool.release(mark);
    }
    handing = null;
  }

  private void reportRefused(long refused) {
    if (refused >= tellRefusedAt) {
      tellRefusedAt = 10 * refused;
      log.warn(
          "There is no room for more executions of phases in the scans that are open; "
              + refused
              + " so far are missing from their scans");
    }
  }
}
