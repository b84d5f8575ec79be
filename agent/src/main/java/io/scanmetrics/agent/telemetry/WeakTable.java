package io.scanmetrics.agent.telemetry;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of objects of the application. Knows them by identity, so that their {@code equals}
 * is never called, and holds them weakly: what the application has forgotten is forgotten here.
 *
 * <p>Several things may be known of the same object: each under a number, and under the same number
 * in the order in which they were put.
 *
 * <p>Safe for any thread. Divided into parts, each with a lock that is held for a few instructions.
 *
 * @param <V> what is known of an object; must not lead to that object, or it is never forgotten
 */
public final class WeakTable<V> {
  private static final int PARTS_LOG = 4;

  /** So much is tidied up by whoever puts something here. */
  private static final int MOST_AT_ONCE = 8;

  /** Whether anything is known. */
  private enum Use {
    NONE,
    MAYBE,
    SOME
  }

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final List<WeakTablePart<V>> parts = new ArrayList<>();
  private final Consumer<V> forgotten;

  private final AtomicReference<Use> use = new AtomicReference<>(Use.NONE);

  /** What is forgotten matters to nobody. */
  public WeakTable() {
    this(forgotten -> {});
  }

  /**
   * @param forgotten is told what was known of an object that the application has forgotten
   */
  WeakTable(Consumer<V> forgotten) {
    this.forgotten = forgotten;
    for (int i = 0; i < 1 << PARTS_LOG; i++) {
      parts.add(new WeakTablePart<>(collected));
    }
  }

  /**
   * Whether nothing is known. Cheap enough to be asked all the time, and so it may be a moment late
   * in saying yes; but it never says yes to whoever was handed an object that is known here.
   */
  boolean isEmpty() {
    return use.get() == Use.NONE;
  }

  /** Something more, behind what is known already. */
  void add(Object key, int number, V value) {
    put(key, number, value, false);
  }

  /** Something instead of what was known first. */
  public void set(Object key, int number, V value) {
    put(key, number, value, true);
  }

  /**
   * What is known first, which is forgotten. For objects that were handed to the calling thread by
   * the one that put them here.
   *
   * @return {@code null} if nothing is known
   */
  @Nullable V take(Object key, int number) {
    int hash = hash(key, number);
    WeakTablePart<V> part = part(hash);
    return part.seemsEmpty() ? null : part.get(key, number, hash, true);
  }

  /** As {@link #take}, but what is known stays so. */
  public @Nullable V get(Object key, int number) {
    int hash = hash(key, number);
    WeakTablePart<V> part = part(hash);
    return part.seemsEmpty() ? null : part.get(key, number, hash, false);
  }

  /** Whether anything is known of any object: an answer of the present, which takes a lock. */
  boolean knowsNow(Object key, int number) {
    int hash = hash(key, number);
    return part(hash).get(key, number, hash, false) != null;
  }

  /** As {@link #take}, for any object: an answer of the present, which takes a lock. */
  @Nullable V takeNow(Object key, int number) {
    int hash = hash(key, number);
    return part(hash).get(key, number, hash, true);
  }

  /** Forgets what was put last. */
  void takeBack(Object key, int number) {
    int hash = hash(key, number);
    part(hash).takeBack(key, number, hash);
  }

  /**
   * Forgets what the application has forgotten, and notes if nothing is left. Meant to be called
   * now and then, by one thread.
   */
  void tidyUp() {
    forgetCollected(Integer.MAX_VALUE);
    if (use.get() == Use.SOME) {
      // Whoever puts something after this says so, and then it is not true that nothing is left.
      use.set(Use.MAYBE);
      boolean empty = true;
      for (WeakTablePart<V> part : parts) {
        empty &= part.isEmpty();
      }
      if (!empty || !use.compareAndSet(Use.MAYBE, Use.NONE)) {
        use.set(Use.SOME);
      }
    }
  }

  private void put(Object key, int number, V value, boolean instead) {
    forgetCollected(MOST_AT_ONCE);
    int hash = hash(key, number);
    part(hash).put(key, number, hash, value, instead);
    if (use.get() != Use.SOME) {
      use.set(Use.SOME);
    }
  }

  private void forgetCollected(int most) {
    Reference<?> gone = collected.poll();
    for (int i = 1; gone != null; i++) {
      int hash = ((WeakTablePart.Entry<?>) gone).hash;
      part(hash).forget(gone, hash).forEach(forgotten);
      gone = i < most ? collected.poll() : null;
    }
  }

  private WeakTablePart<V> part(int hash) {
    return parts.get(hash >>> (Integer.SIZE - PARTS_LOG));
  }

  /** Spread by multiplying with the golden ratio: the high bits of the result depend on all. */
  private static int hash(Object key, int number) {
    return (System.identityHashCode(key) + number) * 0x9E3779B9;
  }
}
