package io.scanmetrics.agent.telemetry;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a {@link WeakTable}: a hash table with chains. Safe for any thread. */
final class WeakTablePart<V> {
  private static final int LEAST = 16;
  private static final int MOST_KEPT = 1_024;

  /** An object, weakly, and what is known of it. */
  static final class Entry<V> extends WeakReference<Object> {
    final int hash;
    private final int number;
    private V first;

    /** What was put after the first; {@code null} as long as there is none. */
    private @Nullable Deque<V> others;

    private @Nullable Entry<V> next;

    Entry(Object key, int number, int hash, V first, ReferenceQueue<Object> collected) {
      super(key, collected);
      this.number = number;
      this.hash = hash;
      this.first = first;
    }
  }

  private final ReferenceQueue<Object> collected;
  private List<@Nullable Entry<V>> chains = empty(LEAST);
  private int size;

  /**
   * @param collected gets the entries whose object is gone
   */
  WeakTablePart(ReferenceQueue<Object> collected) {
    this.collected = collected;
  }

  private static <E> List<@Nullable E> empty(int size) {
    return new ArrayList<>(Collections.nCopies(size, null));
  }

  /** Without the lock: true only if nothing is here that was handed to the calling thread. */
  boolean seemsEmpty() {
    return size == 0;
  }

  synchronized boolean isEmpty() {
    return size == 0;
  }

  synchronized void put(Object key, int number, int hash, V value, boolean instead) {
    Entry<V> known = find(key, number, hash);
    if (known == null) {
      insert(new Entry<>(key, number, hash, value, collected));
    } else if (instead) {
      known.first = value;
    } else {
      if (known.others == null) {
        known.others = new ArrayDeque<>();
      }
      known.others.add(value);
    }
  }

  synchronized @Nullable V get(Object key, int number, int hash, boolean forget) {
    Entry<V> known = find(key, number, hash);
    if (known == null) {
      return null;
    }
    V first = known.first;
    if (forget) {
      V next = known.others == null ? null : known.others.poll();
      if (next == null) {
        remove(known);
      } else {
        known.first = next;
      }
    }
    return first;
  }

  synchronized void takeBack(Object key, int number, int hash) {
    Entry<V> known = find(key, number, hash);
    if (known != null && (known.others == null || known.others.pollLast() == null)) {
      remove(known);
    }
  }

  /** Forgets an object that is gone; returns what was known of it. */
  synchronized List<V> forget(Reference<?> gone, int hash) {
    List<V> values = new ArrayList<>();
    for (Entry<V> each = chains.get(index(hash)); each != null; each = each.next) {
      if (each == gone) {
        remove(each);
        values.add(each.first);
        if (each.others != null) {
          values.addAll(each.others);
        }
        break;
      }
    }
    return values;
  }

  private void remove(Entry<V> entry) {
    int index = index(entry.hash);
    Entry<V> before = chains.get(index);
    if (before == entry) {
      chains.set(index, entry.next);
    } else {
      while (before != null && before.next != entry) {
        before = before.next;
      }
      if (before != null) {
        before.next = entry.next;
      }
    }
    size--;
    if (size == 0 && chains.size() > MOST_KEPT) {
      chains = empty(LEAST);
    }
  }

  private @Nullable Entry<V> find(Object key, int number, int hash) {
    for (Entry<V> each = chains.get(index(hash)); each != null; each = each.next) {
      if (each.hash == hash && each.number == number && each.refersTo(key)) {
        return each;
      }
    }
    return null;
  }

  private void insert(Entry<V> entry) {
    if (size >= chains.size()) {
      grow();
    }
    chain(entry);
    size++;
  }

  private void grow() {
    List<@Nullable Entry<V>> old = chains;
    chains = empty(2 * old.size());
    for (Entry<V> chain : old) {
      Entry<V> each = chain;
      while (each != null) {
        Entry<V> next = each.next;
        chain(each);
        each = next;
      }
    }
  }

  private void chain(Entry<V> entry) {
    int index = index(entry.hash);
    entry.next = chains.get(index);
    chains.set(index, entry);
  }

  /** The highest bits are the same for all of a part; those below vary most. */
  private int index(int hash) {
    return ((hash >>> 4) ^ (hash >>> 16)) & (chains.size() - 1);
  }
}
