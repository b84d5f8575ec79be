package io.scanmetrics.agent.recording;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A queue to which any thread adds and from which one at a time takes, first in, first out.
 *
 * <p>An entry is in it by a single step, after which nothing more has to succeed. So a thread that
 * has no stack left, or is not run any more, may lose what it was about to add, but holds up
 * nothing and hides nothing of what others have added. Queues of arrays, which reserve a place
 * first and fill it then, are quicker and do not have that.
 *
 * @param <E> what is in it
 */
final class Inbox<E> {
  /** Those that nobody has looked at, the newest first. */
  private final AtomicReference<@Nullable Entry<E>> newest = new AtomicReference<>();

  // Written by the one who takes.

  /** Of those that were looked at, the oldest first. */
  private @Nullable Entry<E> oldest;

  /** What all of these weighed when they were looked at, and what is left of that. */
  private int lookedAt;

  private volatile int left;

  private static final class Entry<E> {
    final E content;

    /** The one that was added before, and once they are looked at, the one that was added next. */
    @Nullable Entry<E> next;

    /** What it and all that were added before it weigh, as far as nobody has looked at them. */
    int weight;

    Entry(E content) {
      this.content = content;
    }
  }

  /** Any thread. */
  void add(E content, int weight) {
    Entry<E> entry = new Entry<>(content);
    Entry<E> before;
    do {
      before = newest.get();
      entry.next = before;
      entry.weight = before == null ? weight : before.weight + weight;
    } while (!newest.compareAndSet(before, entry));
  }

  /** What all that is in it weighs; never less, and for a moment maybe more. Any thread. */
  int weight() {
    Entry<E> last = newest.get();
    return last == null ? left : left + last.weight;
  }

  /** The oldest, which stays; {@code null} if there is none. One thread at a time. */
  @Nullable E peek() {
    if (oldest == null) {
      look();
    }
    Entry<E> first = oldest;
    return first == null ? null : first.content;
  }

  /** Takes what {@link #peek} has returned. One thread at a time. */
  void remove() {
    Entry<E> first = oldest;
    if (first != null) {
      oldest = first.next;
      // One that has become old would keep all that came after it alive for long.
      first.next = null;
      left = lookedAt - first.weight;
    }
  }

  /**
   * Calls nothing once it has them: what a stack without room for more would end, would be lost.
   */
  private void look() {
    Entry<E> last;
    do {
      last = newest.get();
      if (last == null) {
        return;
      }
      left = last.weight;
    } while (!newest.compareAndSet(last, null));
    lookedAt = last.weight;
    Entry<E> later = null;
    while (last != null) {
      Entry<E> before = last.next;
      last.next = later;
      later = last;
      last = before;
    }
    oldest = later;
  }
}
