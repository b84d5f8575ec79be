package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.log.UnfailingLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes scans and phases as they start and end, and gives out whole scans, on a daemon thread of
 * its own: each when it has ended, and again, whole, when more of it comes later.
 *
 * <p>A calling thread puts what it was given into a queue and goes on; all else happens on the
 * assembling thread. Should that fall far behind, the calling threads take over a part of its work,
 * so that the queue stays short.
 *
 * <p>For any thread. What it keeps in memory is bounded (see {@link AssemblyLimits}); a phase waits
 * for its scan as long as there is room.
 */
public final class ScanAssembler {
  /** How many rows one phase of one scan has unless somebody says otherwise. */
  public static final int DEFAULT_ROWS_PER_PHASE = 1_000;

  private static final int WAKE_AT = 1_000;
  private static final int HELP_AT = 10_000;
  private static final int HELPING = 1_000;

  /**
   * What begins or ends is seldom alone: what comes within that time is written at once, which
   * saves most of what the disk and the waking up cost.
   */
  private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** After a fault. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How often it is noted how many executions share a row, while more and more do. */
  private static final Duration NOTE_FOLDED_EVERY = Duration.ofMillis(20);

  /** What is noted of these is on disk before more are looked at. */
  private static final int AT_ONCE = 500;

  private final String tenant;
  private final ScanSink scans;
  private final Spool spool;
  private final ExporterLog log;
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final Queue<SpanEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final Semaphore wake = new Semaphore(0);
  private final AtomicInteger faults = new AtomicInteger();
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Assembly assembly;
  private final ScanJournal journal;
  private final List<CountDownLatch> reached = new ArrayList<>();
  private boolean lastReached;

  /** Of the assembling thread: whether executions share rows of which the journal knows less. */
  private boolean folding;

  /** Of the assembling thread, by its clock. */
  private long notedFolded;

  /** Of the assembling thread: whether the journal may say less than is known. */
  private boolean inDoubt;

  /** Of the assembling thread: whether scans are open. */
  private boolean watching;

  /** Of the assembling thread: from how many refused phases on people are told again. */
  private long tellRefusedAt = 1;

  /** For the assembling thread alone: what was assembled and is not yet given out. */
  private final ArrayDeque<Assembled> outgoing = new ArrayDeque<>();

  /**
   * Starts the assembling thread.
   *
   * @param defaultTenant of scans that name none: a UUID, or any text as {@code scan.tenant.id}
   * @param scans takes the scans
   * @param spool where what happens to scans is kept until they are stored; stays the caller's
   * @param rowsPerPhase executions of one phase in one scan that have rows of their own
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
    this.nanoTime = nanoTime;
    this.notedFolded = nanoTime.getAsLong();
    this.journal = new ScanJournal(spool, defaultTenant);
    this.assembly =
        new Assembly(
            DefaultTenant.of(defaultTenant), listener, limits, nanoTime, clock, followed, journal);
    // No inherited thread locals: they are the application's, and would live as long as it does.
    Thread thread = new Thread(null, this::run, "scan-metrics-assembler", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ScanAssembler.class.getClassLoader());
    thread.start();
  }

  /**
   * Goes through a scan that does not happen, up to a file in the spool that is removed at once, so
   * that the first one that does happen is as soon on disk as later ones. Optional; waits for the
   * disk.
   *
   * @return that scan, for whoever hears of scans to go through the same
   */
  public Scan prepare() {
    Rehearsal rehearsal = Rehearsal.in(spool, tenant);
    spool.rehearse(rehearsal.changes());
    return rehearsal.scan();
  }

  /**
   * A scan has started. Optional: makes it known before it ends.
   *
   * @param span what is known of it now
   * @param later gives what is known of it whenever it is asked, on another thread; quick, and not
   *     asked any more once the scan has ended
   */
  public void scanStarted(SpanRecord span, Supplier<SpanRecord> later) {
    followed.add(span.traceId());
    offer(new SpanEvent.ScanStarted(later, span), true);
  }

  /** A scan has ended. */
  public void scanEnded(SpanRecord span) {
    followed.add(span.traceId());
    offer(new SpanEvent.ScanEnded(span), true);
  }

  /**
   * An execution of a phase has started. Optional: tells in which phase a scan is, and makes known
   * what stands between the phase's inner ones and the scan before it ends.
   *
   * @param parentSpanId {@code null} for the root of its trace
   * @param later as of a scan
   */
  public void phaseStarted(
      String traceId, String spanId, @Nullable String parentSpanId, Supplier<SpanRecord> later) {
    followed.add(traceId);
    offer(new SpanEvent.PhaseStarted(traceId, spanId, parentSpanId, later), false);
  }

  /** An execution of a phase has ended. */
  public void phaseEnded(SpanRecord span) {
    followed.add(span.traceId());
    offer(new SpanEvent.PhaseEnded(span), true);
  }

  /**
   * Many executions of a phase have ended that have no rows of their own, of a scan that was told
   * to have started.
   */
  public void phasesEnded(PhaseBatch batch) {
    offer(new SpanEvent.PhasesEnded(batch), true);
  }

  /**
   * Any other span, which may stand between a phase and its scan. Ignored unless something is known
   * of its trace.
   *
   * @param parentSpanId {@code null} for the root of its trace
   */
  public void spanSeen(String traceId, String spanId, @Nullable String parentSpanId) {
    if (follows(traceId)) {
      offer(new SpanEvent.SpanSeen(traceId, spanId, parentSpanId), false);
    }
  }

  /** Whether something is known of that trace; cheap to ask for every span. */
  public boolean follows(String traceId) {
    return followed.contains(traceId);
  }

  /**
   * Gives every scan that is open now out as aborted. That its span may still be ended, by whoever
   * tidies up when the JVM exits, is no end of the scan; phases that come are still added to it.
   */
  public void abortOpenScans() {
    offer(new SpanEvent.AbortOpenScans(), true);
  }

  /**
   * Waits until everything handed in before is assembled and given out.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean flush(Duration timeout) {
    CountDownLatch done = new CountDownLatch(1);
    return closed || offerAndAwait(new SpanEvent.Flush(done), done, timeout);
  }

  /**
   * Assembles what was handed in, gives every scan that is still open out as aborted, and ends the
   * thread. Later calls of any method do nothing. If there is no time for it all, that is said.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean close(Duration timeout) {
    CountDownLatch done = new CountDownLatch(1);
    boolean all = closed || offerAndAwait(new SpanEvent.Close(done), done, timeout);
    if (!all) {
      log.warn(
          "The time for the end is over (scan.metrics.shutdown.timeout) before all scans were"
              + " assembled; "
              + Math.max(0, queued.get() - 1)
              + " beginnings and ends of scans and phases have not been looked at and may be lost");
    }
    return all;
  }

  private boolean offerAndAwait(SpanEvent event, CountDownLatch done, Duration timeout) {
    offer(event, true);
    try {
      return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void offer(SpanEvent event, boolean now) {
    if (closed) {
      return;
    }
    queue.add(event);
    int length = queued.addAndGet(event.weight());
    if ((now || length > WAKE_AT) && asleep.compareAndSet(true, false)) {
      wake.release();
    }
    if (length > HELP_AT) {
      assemble(HELPING);
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      try {
        if (inDoubt) {
          doubtJournal();
          inDoubt = false;
        }
        more = assembleAndGiveOut();
        asleep.set(true);
        if (more && (queue.isEmpty() || !asleep.compareAndSet(true, false))) {
          rest();
        }
      } catch (Throwable fault) {
        // Too little memory, or a fault in here: without this thread there would be no scans.
        inDoubt = true;
        outlive(fault);
      }
    }
  }

  /** The application may have taken all memory, and may give it back: nothing is lost by that. */
  private void outlive(Throwable fault) {
    try {
      if (!(fault instanceof OutOfMemoryError)) {
        report(fault);
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    } catch (Throwable again) {
      // There is no memory to say so either.
    }
  }

  /** Sleeps until something comes; scans that run are looked at now and then. */
  private void rest() throws InterruptedException {
    Duration most = folding ? NOTE_FOLDED_EVERY : LOOK_EVERY;
    if (!watching && !folding) {
      wake.acquire();
    } else if (!wake.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
      asleep.set(false);
      return;
    }
    LockSupport.parkNanos(this, GATHERING_NANOS);
  }

  /** Returns whether there is more to come. */
  private boolean assembleAndGiveOut() {
    spool.refresh();
    assemble(AT_ONCE);
    List<Change> changes;
    List<CountDownLatch> done;
    long refused;
    boolean last;
    lock.lock();
    try {
      last = lastReached;
      if (last) {
        closed = true;
        assembly.abandonOpenScans();
        // Before the phases go that may stand between others.
        outgoing.addAll(assembly.giveOut());
        assembly.abandonAwaitingPhases();
      }
      done = List.copyOf(reached);
      reached.clear();
      outgoing.addAll(assembly.giveOut());
      watching = assembly.isWatching();
      refused = assembly.refusedPhases();
      journal.renew();
      noteFolded();
      changes = journal.take();
    } finally {
      lock.unlock();
    }
    reportRefused(refused);
    spool.write(changes);
    for (Assembled one = outgoing.peek(); one != null; one = outgoing.peek()) {
      giveOut(one);
      outgoing.remove();
    }
    done.forEach(CountDownLatch::countDown);
    return !last;
  }

  /** Needs the lock. */
  private void noteFolded() {
    long now = nanoTime.getAsLong();
    if (now - notedFolded >= NOTE_FOLDED_EVERY.toNanos()) {
      notedFolded = now;
      journal.noteFolded();
    }
    folding = journal.isFolding();
  }

  /** What was noted last may not have been written. */
  private void doubtJournal() {
    lock.lock();
    try {
      journal.doubt();
    } finally {
      lock.unlock();
    }
  }

  private void giveOut(Assembled one) {
    Mark mark = journal.hand(one.noted());
    try {
      scans.accept(one.scan(), mark);
    } catch (RuntimeException fault) {
      report(fault);
    }
  }

  private void assemble(int most) {
    lock.lock();
    try {
      SpanEvent event = queue.peek();
      for (int taken = 0; event != null; taken++) {
        // Whoever has too little memory for it throws, and it is taken again when there is more.
        take(event);
        queue.poll();
        queued.addAndGet(-event.weight());
        event = taken < most ? queue.peek() : null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void take(SpanEvent event) {
    if (event instanceof SpanEvent.Flush flush) {
      reached.add(flush.done());
    } else if (event instanceof SpanEvent.Close close) {
      reached.add(close.done());
      lastReached = true;
    } else if (event instanceof SpanEvent.AbortOpenScans) {
      assembly.abandonOpenScans();
    } else {
      try {
        assembly.take(event);
      } catch (RuntimeException fault) {
        report(fault);
      }
    }
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

  /** The first, the second, the fourth, the eighth…: enough to know, never a flood. */
  private void report(Throwable fault) {
    int count = faults.incrementAndGet();
    if (Integer.bitCount(count) == 1) {
      log.warn("A scan may be incomplete, please report this (fault " + count + "): " + fault);
    }
  }
}
