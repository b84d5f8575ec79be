package io.scanmetrics.agent.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The scans that have begun and not ended. Safe for any thread. */
final class OpenScans {
  private final Set<OpenScan> open = ConcurrentHashMap.newKeySet();
  private final Map<String, OpenScan> byKey = new ConcurrentHashMap<>();
  private volatile @Nullable OpenScan process;

  /**
   * A scan has begun.
   *
   * @param key under which other threads find it, {@code null} if there is none; a later scan of
   *     the same key takes its place
   */
  void add(OpenScan scan, @Nullable String key) {
    open.add(scan);
    if (key != null) {
      byKey.put(key, scan);
    }
    Object id = scan.id();
    if (id != null) {
      byKey.put(id.toString(), scan);
    }
  }

  /** The scan that is the life of this JVM has begun. */
  void addProcess(OpenScan scan) {
    process = scan;
    add(scan, null);
  }

  void remove(OpenScan scan) {
    if (open.remove(scan)) {
      byKey.values().remove(scan);
    }
  }

  @Nullable OpenScan byKey(String key) {
    return byKey.get(key);
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
