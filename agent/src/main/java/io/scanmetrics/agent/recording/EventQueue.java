package io.scanmetrics.agent.recording;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes what has happened off the application's threads: a call costs the application two readings
 * of the clock and an entry here.
 *
 * <p>Bounded without losing anything: a thread that finds {@value #MOST_WAITING} entries waiting
 * works them off itself, as soon as that means no waiting for anything that is still starting.
 */
final class EventQueue {
  private static final int MOST_WAITING = 16_384;

  private final Once<Recording> recording;
  private final Queue<Event> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ReentrantLock working = new ReentrantLock();
  private volatile @Nullable Thread sleeper;

  /**
   * @param recording is asked for when the first event is worked off
   */
  EventQueue(Once<Recording> recording) {
    this.recording = recording;
  }

  /** Any thread. */
  void add(Event event) {
    // Counted first: whatever is in the queue is among those that are counted.
    int all = count.addAndGet(event.weight());
    waiting.add(event);
    if (all > MOST_WAITING && recording.isMade()) {
      workOff();
    }
    wake();
  }

  /**
   * Wakes whoever sleeps. The operating system may give that thread the processor of the one that
   * calls this, so it is called before a time is taken, not after.
   */
  void wake() {
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Returns when everything that was added before is done. What is added meanwhile is left for the
   * next time, so that the application does not share its every entry with the thread that is here.
   * Any thread.
   */
  void workOff() {
    Recording worker = recording.get();
    working.lock();
    int done = 0;
    try {
      int due = count.get();
      Event event = waiting.peek();
      while (event != null && done < due) {
        // Whoever has too little memory for it throws, and it is taken again when there is more.
        worker.take(event);
        waiting.poll();
        done += event.weight();
        event = waiting.peek();
      }
      worker.workOff();
    } finally {
      count.addAndGet(-done);
      working.unlock();
    }
  }

  /**
   * Returns when something waits, after that time at most, or for no reason at all. One thread at a
   * time; while it is not here, adding wakes nobody, which would cost the application more than the
   * rest of the call.
   */
  void sleep(long mostNanos) {
    sleeper = Thread.currentThread();
    if (waiting.isEmpty()) {
      LockSupport.parkNanos(this, mostNanos);
    }
    sleeper = null;
  }
}
