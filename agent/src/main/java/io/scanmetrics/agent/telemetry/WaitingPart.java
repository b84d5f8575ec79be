package io.scanmetrics.agent.telemetry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A part of {@link WaitingTasks}: a hash table with chains. Safe for any thread. */
final class WaitingPart {
  private static final int LEAST = 16;
  private static final int MOST_KEPT = 1_024;

  /** A task, weakly, and what it is part of. */
  static final class Entry extends WeakReference<Object> {
    final int hash;
    private final int number;
    private Execution first;

    /** For those that were put after the first; {@code null} as long as there are none. */
    private @Nullable Deque<Execution> others;

    private @Nullable Entry next;

    Entry(Object task, int number, int hash, Execution first, ReferenceQueue<Object> collected) {
      super(task, collected);
      this.number = number;
      this.hash = hash;
      this.first = first;
    }
  }

  private final ReferenceQueue<Object> collected;
  private @Nullable Entry[] table = new Entry[LEAST];
  private int size;

  /**
   * @param collected gets the entries whose task is gone
   */
  WaitingPart(ReferenceQueue<Object> collected) {
    this.collected = collected;
  }

  /** Without the lock: true only if nothing waits here that was handed to the calling thread. */
  boolean seemsEmpty() {
    return size == 0;
  }

  synchronized boolean isEmpty() {
    return size == 0;
  }

  synchronized void put(Object task, int number, int hash, Execution execution, boolean instead) {
    Entry known = find(task, number, hash);
    if (known == null) {
      insert(new Entry(task, number, hash, execution, collected));
    } else if (instead) {
      known.first = execution;
    } else {
      if (known.others == null) {
        known.others = new ArrayDeque<>();
      }
      known.others.add(execution);
    }
  }

  synchronized @Nullable Execution get(Object task, int number, int hash, boolean forget) {
    Entry known = find(task, number, hash);
    if (known == null) {
      return null;
    }
    Execution first = known.first;
    if (forget) {
      Execution next = known.others == null ? null : known.others.poll();
      if (next == null) {
        remove(known);
      } else {
        known.first = next;
      }
    }
    return first;
  }

  synchronized void takeBack(Object task, int number, int hash) {
    Entry known = find(task, number, hash);
    if (known != null && (known.others == null || known.others.pollLast() == null)) {
      remove(known);
    }
  }

  synchronized void remove(Entry entry) {
    int index = index(entry.hash);
    Entry before = null;
    for (Entry each = table[index]; each != null; each = each.next) {
      if (each == entry) {
        if (before == null) {
          table[index] = each.next;
        } else {
          before.next = each.next;
        }
        size--;
        break;
      }
      before = each;
    }
    if (size == 0 && table.length > MOST_KEPT) {
      table = new Entry[LEAST];
    }
  }

  private @Nullable Entry find(Object task, int number, int hash) {
    for (Entry each = table[index(hash)]; each != null; each = each.next) {
      if (each.hash == hash && each.number == number && each.refersTo(task)) {
        return each;
      }
    }
    return null;
  }

  private void insert(Entry entry) {
    if (size >= table.length) {
      grow();
    }
    int index = index(entry.hash);
    entry.next = table[index];
    table[index] = entry;
    size++;
  }

  private void grow() {
    Entry[] old = table;
    table = new Entry[2 * old.length];
    for (Entry chain : old) {
      Entry each = chain;
      while (each != null) {
        Entry next = each.next;
        int index = index(each.hash);
        each.next = table[index];
        table[index] = each;
        each = next;
      }
    }
  }

  /** The highest bits are the same for all of a part; those below vary most. */
  private int index(int hash) {
    return ((hash >>> 4) ^ (hash >>> 16)) & (table.length - 1);
  }
}
