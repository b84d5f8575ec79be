package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.log.UnfailingLog;
import io.scanmetrics.threads.DaemonThread;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Has a {@link ScanAssembler} work on a daemon thread, for those who may not wait for it: a calling
 * thread puts what has happened into a queue and goes on. Should the daemon thread fall far behind,
 * the calling threads take over a part of its work, so that the queue stays short.
 *
 * <p>For any thread.
 */
public final class BackgroundAssembler {
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

  private final ScanAssembler assembler;
  private final ExporterLog log;
  private final Thread thread;
  private final Queue<SpanEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong added = new AtomicLong();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private volatile boolean closing;

  private final AtomicLong taken = new AtomicLong();
  private final ReentrantLock taking = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock; of those that were taken.
  private long givenOut;
  private boolean ended;

  /** Starts the daemon thread. */
  public BackgroundAssembler(ScanAssembler assembler, ExporterLog log) {
    this.assembler = assembler;
    this.log = new UnfailingLog(log);
    this.thread = DaemonThread.of("scan-metrics-assembler", this::run);
    thread.start();
  }

  /** Something has happened. Ignored after {@link #close}. */
  public void add(SpanEvent event) {
    if (closing) {
      return;
    }
    boolean matters = !(event instanceof SpanEvent.SpanSeen);
    if (matters) {
      assembler.follow(event.traceId());
    }
    // Counted first: whatever is in the queue is among those that are counted.
    long length = added.incrementAndGet() - taken.get();
    queue.add(event);
    if ((matters && !(event instanceof SpanEvent.PhaseStarted)) || length > WAKE_AT) {
      wake();
    }
    if (length > HELP_AT) {
      take(HELPING);
    }
  }

  /** See {@link ScanAssembler#follows}; true as soon as something of that trace was added. */
  public boolean follows(String traceId) {
    return assembler.follows(traceId);
  }

  /** See {@link ScanAssembler#abortOpenScans}; those are meant that were added before. */
  public void abortOpenScans() {
    while (take(HELPING)) {
      // All of it is in memory alone, and so will not take long.
    }
    assembler.abortOpenScans();
    wake();
  }

  /**
   * Waits until everything added before is given out.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean flush(Duration timeout) {
    long goal = added.get();
    wake();
    return await(timeout, () -> ended || givenOut >= goal);
  }

  /**
   * Gives out what was added, every scan that is still open as aborted, and ends the thread. Later
   * calls of any method do nothing. If there is no time for it all, that is said.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean close(Duration timeout) {
    closing = true;
    wake();
    boolean all = await(timeout, () -> ended);
    if (!all) {
      log.warn(
          "The time for the end is over (scan.metrics.shutdown.timeout) before all scans were"
              + " assembled; "
              + Math.max(0, added.get() - taken.get())
              + " beginnings and ends of scans and phases have not been looked at and may be lost");
    }
    return all;
  }

  private void run() {
    boolean more = true;
    while (more) {
      try {
        more = workOff();
      } catch (Throwable fault) {
        // Too little memory, or a fault in here: without this thread there would be no scans.
        outlive(fault);
      }
    }
  }

  /** Returns whether there is more to come. */
  private boolean workOff() {
    boolean last = closing;
    boolean more = take(ScanAssembler.AT_ONCE);
    long upTo = taken.get();
    boolean over = last && !more;
    boolean done = over ? assembler.close(ScanAssembler.FOREVER) : assembler.giveOut();
    if (!done) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      return true;
    }
    reached(upTo, over);
    if (!more && !over) {
      rest(upTo);
    }
    return !over;
  }

  private void reached(long upTo, boolean over) {
    lock.lock();
    try {
      givenOut = upTo;
      ended = over;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until something comes; scans that run are looked at now and then. */
  private void rest(long upTo) {
    Duration most = assembler.rest();
    asleep.set(true);
    // Somebody else may have taken all of what was added: empty alone does not mean given out.
    if (queue.isEmpty() && taken.get() == upTo && !closing) {
      LockSupport.parkNanos(this, most.toNanos());
    }
    if (!asleep.compareAndSet(true, false)) {
      LockSupport.parkNanos(this, GATHERING_NANOS);
    }
  }

  private void wake() {
    if (asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** The application may have taken all memory, and may give it back: nothing is lost by that. */
  private void outlive(Throwable fault) {
    try {
      if (!(fault instanceof OutOfMemoryError)) {
        assembler.report(fault);
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    } catch (Throwable again) {
      // There is no memory to say so either.
    }
  }

  /** Takes some of what was added; returns whether there is more. */
  private boolean take(int most) {
    taking.lock();
    try {
      SpanEvent event = queue.peek();
      for (int count = 0; event != null && count < most; count++) {
        // Whoever has too little memory for it throws, and it is taken again when there is more.
        assembler.take(event);
        // Before it leaves the queue: whoever finds that empty knows of all that was taken.
        taken.incrementAndGet();
        queue.poll();
        event = queue.peek();
      }
      return event != null;
    } finally {
      taking.unlock();
    }
  }

  private boolean await(Duration timeout, BooleanSupplier goal) {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      while (!goal.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
