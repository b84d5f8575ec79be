package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanAttribute.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one phase, one after the other on one thread, of which nothing is kept but how many
 * there are, how long they took, and when one of them ran: what becomes of those that a scan runs
 * too often for each to be told. The thread adds to it until the recorder takes it.
 */
public final class Crowd {
  /** Different lengths, of which there are few where there are very many executions. */
  private static final int MOST_LENGTHS = 32;

  /** Stretches of time; executions that follow close upon each other share one. */
  private static final int MOST_STRETCHES = 64;

  final String name;

  // Written by the thread that adds, or whoever has taken it.
  private @Nullable OpenScan scan;
  private @Nullable OpenPhase enclosing;

  // Guarded by this until it is taken.
  private boolean taken;
  private long startMicros = Long.MAX_VALUE;
  private long endMicros = Long.MIN_VALUE;

  /** Pairs: so many microseconds, so many executions. */
  private long[] lengths = new long[4];

  private int lengthsEnd;

  /** Pairs: from, to, in microseconds since 1970. */
  private long[] stretches = new long[16];

  private int stretchesEnd;
  private final Map<String, Long> counts = new HashMap<>(0);

  /** With that execution as its first. */
  Crowd(OpenPhase first) {
    this.name = first.name;
    this.scan = first.scan();
    this.enclosing = first.enclosing();
    add(first);
  }

  /** Whether all that is to be known of that execution can be known from a crowd. */
  static boolean admits(OpenPhase phase) {
    return phase.isSurplus()
        && phase.failure == null
        && addsUp(phase.attributes)
        && addsUp(phase.lateAttributes)
        && phase.joinsOthers();
  }

  private static boolean addsUp(Map<String, Object> attributes) {
    if (attributes.isEmpty()) {
      return true;
    }
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      ScanAttribute ofScan = ScanAttribute.ofKey(attribute.getKey());
      if (ofScan != null && !(isCount(ofScan) && isAmount(attribute.getValue()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCount(ScanAttribute attribute) {
    return attribute.kind() == Kind.COUNT;
  }

  private static boolean isAmount(Object value) {
    return value instanceof Long amount && amount >= 0 && amount <= Integer.MAX_VALUE;
  }

  /** Whether that execution can be added, if there is room. */
  boolean isLike(OpenPhase phase) {
    return scan == phase.scan() && enclosing == phase.enclosing() && name.equals(phase.name);
  }

  /**
   * One more; by the thread that has added all the others.
   *
   * @return false if there is no room, or it has been taken
   */
  synchronized boolean add(OpenPhase phase) {
    if (taken) {
      return false;
    }
    long start = Math.floorDiv(phase.startEpochNanos(), 1_000L);
    long end = Math.max(start, Math.floorDiv(phase.endEpochNanos(), 1_000L));
    int length = lengthAt(end - start);
    if (length == 2 * MOST_LENGTHS || (start < end && !cover(start, end))) {
      return false;
    }
    if (length == lengthsEnd) {
      if (length == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * length);
      }
      lengths[length] = end - start;
      lengthsEnd += 2;
    }
    lengths[length + 1]++;
    startMicros = Math.min(startMicros, start);
    endMicros = Math.max(endMicros, end);
    if (!phase.attributes.isEmpty() || !phase.lateAttributes.isEmpty()) {
      count(phase.attributes, phase.lateAttributes);
      count(phase.lateAttributes, Map.of());
    }
    return true;
  }

  /** Where that length stands, or would. */
  private int lengthAt(long micros) {
    int at = 0;
    while (at < lengthsEnd && lengths[at] != micros) {
      at += 2;
    }
    return at;
  }

  private boolean cover(long start, long end) {
    if (stretchesEnd > 0 && start < stretches[stretchesEnd - 2]) {
      // The last one ran inside it, on a thread that helped out while it waited.
      return false;
    }
    if (stretchesEnd > 0 && start <= stretches[stretchesEnd - 1]) {
      stretches[stretchesEnd - 1] = end;
      return true;
    }
    if (stretchesEnd == 2 * MOST_STRETCHES) {
      return false;
    }
    if (stretchesEnd == stretches.length) {
      stretches = Arrays.copyOf(stretches, 2 * stretchesEnd);
    }
    stretches[stretchesEnd] = start;
    stretches[stretchesEnd + 1] = end;
    stretchesEnd += 2;
    return true;
  }

  private void count(Map<String, Object> attributes, Map<String, Object> overridden) {
    attributes.forEach(
        (key, value) -> {
          if (value instanceof Long amount
              && ScanAttribute.ofKey(key) != null
              && !overridden.containsKey(key)) {
            counts.merge(key, amount, Long::sum);
          }
        });
  }

  /** Nothing is added to it any more. For the recorder, before it looks. */
  public synchronized void take() {
    taken = true;
  }

  /** The scan that they belong to; {@code null} once it was let go. */
  public @Nullable OpenScan scan() {
    return scan;
  }

  /** The phase as its rule names it. */
  public String name() {
    return name;
  }

  /** The innermost phase of the same scan that all of them ran inside; {@code null} if none. */
  public @Nullable OpenPhase enclosing() {
    return enclosing;
  }

  /** When the first of them began, in microseconds since 1970. */
  public long startMicros() {
    return startMicros;
  }

  /** When the last of them ended, in microseconds since 1970. */
  public long endMicros() {
    return endMicros;
  }

  /** Pairs: so many microseconds, and how many took as long. */
  public long[] lengths() {
    return Arrays.copyOf(lengths, lengthsEnd);
  }

  /** Pairs: from when to when at least one ran, in microseconds since 1970; one after the other. */
  public long[] stretches() {
    return Arrays.copyOf(stretches, stretchesEnd);
  }

  /** What they say of their scan, added up, by the keys of its attributes. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Keeps nothing alive: the thread that has added to it may remember it for long. */
  public void letGo() {
    scan = null;
    enclosing = null;
  }
}
