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

  /** A scan begins. */
  void add(OpenScan scan) {
    open.add(scan);
  }

  /**
   * From here on others find a scan by its id.
   *
   * @param key by which they find it as well, {@code null} if there is none; a later scan of the
   *     same key takes its place
   */
  void name(OpenScan scan, @Nullable String key) {
    if (key != null) {
      byKey.put(key, scan);
    }
    Object id = scan.id();
    if (id != null) {
      byKey.put(id.toString(), scan);
    }
  }

  /** The scan that is the life of this JVM begins. */
  void addProcess(OpenScan scan) {
    process = scan;
    add(scan);
  }

  void remove(OpenScan scan) {
    if (open.remove(scan)) {
      byKey.values().removeIf(scan::equals);
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
