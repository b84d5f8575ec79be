package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.Sleeper;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes what has happened off the application's threads: a call costs the application two readings
 * of the clock and an entry here.
 *
 * <p>Bounded without losing anything: a thread that finds very many entries waiting takes over some
 * of the work, as far as that means no waiting for the disk, or for anything that is still
 * starting. No scan should begin while that is not enough: see {@link #isFull}.
 */
final class EventQueue {
  private static final int BYTES_PER_EVENT = 512;

  /** Of the heap, about one part in so many. */
  private static final int HEAP_SHARE = 16;

  private static final int MOST =
      (int)
          Math.min(
              Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_SHARE / BYTES_PER_EVENT);

  /** More would take longer to work off than anybody has time for when the JVM ends. */
  static final int HELP_AT = Math.min(16_384, MOST / 2);

  private static final int HELPING = 1_000;

  private final Once<Recording> recording;

  /** Each an {@link OpenPhase} that has ended, or an {@link Event}. Who takes has the lock. */
  private final Inbox<Object> waiting = new Inbox<>();

  private final ReentrantLock taking = new ReentrantLock();
  private final Sleeper sleeper = new Sleeper(() -> size() > 0);

  /**
   * @param recording is asked for when the first event is worked off
   */
  EventQueue(Once<Recording> recording) {
    this.recording = recording;
  }

  /** Any thread. */
  void add(Event event) {
    add(event, event.weight());
  }

  /** An execution of a phase has ended: by far the most that happens. Any thread. */
  void add(OpenPhase ended) {
    add(ended, 1);
  }

  private void add(Object event, int weight) {
    waiting.add(event, weight);
    if (size() > HELP_AT && recording.isMade()) {
      take(HELPING);
    }
    wake();
  }

  /** Whether so much waits that the memory it takes is better not added to. Any thread. */
  boolean isFull() {
    return size() > MOST;
  }

  /** What waits, weighed. Any thread. */
  int size() {
    return waiting.weight();
  }

  /** See {@link Sleeper#wake}. */
  boolean wake() {
    return sleeper.wake();
  }

  /**
   * Has about so much of what waits recorded, in memory alone. Any thread.
   *
   * @return how much that was, weighed; less if nothing more waits
   */
  int take(int most) {
    Recording worker = recording.get();
    int done = 0;
    taking.lock();
    try {
      // Whoever has too little memory for it throws, and it is taken again when there is more.
      for (Object next = waiting.peek(); next != null && done < most; next = waiting.peek()) {
        done += take(next, worker);
        waiting.remove();
      }
      worker.workOff();
    } finally {
      taking.unlock();
    }
    return done;
  }

  /** Returns what it weighs. */
  private static int take(Object next, Recording worker) {
    if (next instanceof OpenPhase phase) {
      worker.ended(phase);
      return 1;
    }
    Event event = (Event) next;
    worker.take(event);
    return event.weight();
  }

  /**
   * Returns when something waits, after that time at most, or for no reason at all. One thread at a
   * time; while it is not here, adding wakes nobody, which would cost the application more than the
   * rest of the call.
   */
  void sleep(long mostNanos) {
    sleeper.sleep(mostNanos);
  }
}
