package io.scanmetrics.agent.telemetry;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The scans that have begun and not ended, and, by their keys, the last {@value #MOST_ENDED} that
 * have: what belongs to them may come late. Safe for any thread.
 */
final class OpenScans {
  private static final int MOST_ENDED = 256;

  /**
   * What a scan that runs takes here, in the exporter and while it is written, with room to spare.
   */
  private static final long BYTES_PER_OPEN = 64 << 10;

  private final int mostAwaited;
  private final Set<OpenScan> open = ConcurrentHashMap.newKeySet();

  /** Of these, those whose end is another call, which may never come. Guarded by itself. */
  private final Set<OpenScan> awaited = new LinkedHashSet<>();

  private final Map<String, OpenScan> byKey = new ConcurrentHashMap<>();

  /** Guarded by itself, the first to end first. */
  private final Map<String, OpenScan> ended = new LinkedHashMap<>();

  private volatile @Nullable OpenScan process;

  /** As many may wait for another call to end them as fit into the heap, 10,000 at most. */
  OpenScans() {
    this((int) Math.min(10_000, Runtime.getRuntime().maxMemory() / BYTES_PER_OPEN));
  }

  OpenScans(int mostAwaited) {
    this.mostAwaited = mostAwaited;
  }

  /** A scan begins. */
  void add(OpenScan scan) {
    open.add(scan);
  }

  /**
   * A scan that has begun waits for another call to end it.
   *
   * @return the one that has waited longest, if that is one too many; else {@code null}
   */
  @Nullable OpenScan await(OpenScan scan) {
    synchronized (awaited) {
      awaited.add(scan);
      return awaited.size() > mostAwaited ? awaited.iterator().next() : null;
    }
  }

  /**
   * From here on others find a scan by its id.
   *
   * @param key by which they find it as well, {@code null} if there is none; a later scan of the
   *     same key takes its place
   * @return by what it is found
   */
  Set<String> name(OpenScan scan, @Nullable String key) {
    Object id = scan.id();
    Set<String> names = names(key, id == null ? null : id.toString());
    for (String name : names) {
      byKey.put(name, scan);
    }
    scan.isNamed(names);
    return names;
  }

  private static Set<String> names(@Nullable String key, @Nullable String id) {
    if (key == null) {
      return id == null ? Set.of() : Set.of(id);
    }
    return id == null || id.equals(key) ? Set.of(key) : Set.of(key, id);
  }

  /** The scan that is the life of this JVM begins. */
  void addProcess(OpenScan scan) {
    process = scan;
    add(scan);
  }

  void remove(OpenScan scan) {
    if (scan == process) {
      process = null;
    }
    synchronized (awaited) {
      awaited.remove(scan);
    }
    if (open.remove(scan)) {
      for (String name : scan.names()) {
        if (byKey.get(name) == scan) {
          remember(name, scan);
          byKey.remove(name, scan);
        }
      }
    }
  }

  private void remember(String name, OpenScan scan) {
    synchronized (ended) {
      ended.remove(name);
      ended.put(name, scan);
      if (ended.size() > MOST_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }

  /** The scan of that key that has begun and not ended; {@code null} if there is none. */
  @Nullable OpenScan open(String key) {
    return byKey.get(key);
  }

  /** The scan of that key, which may have ended lately; {@code null} if there is none. */
  @Nullable OpenScan byKey(String key) {
    OpenScan scan = byKey.get(key);
    if (scan != null) {
      return scan;
    }
    synchronized (ended) {
      return ended.get(key);
    }
  }

  /** The scan that is the life of this JVM; {@code null} if no rule says so. */
  @Nullable OpenScan process() {
    return process;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  List<OpenScan> all() {
    return List.copyOf(open);
  }
}
