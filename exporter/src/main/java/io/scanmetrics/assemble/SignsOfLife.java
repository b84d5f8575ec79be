package io.scanmetrics.assemble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the scans that run are due to be given out as they are: each for the first time when it
 * has run for a while, so that a short one is written once, and then again and again, so that one
 * that is heard of no more is known to have died. For one thread at a time.
 */
final class SignsOfLife {
  private static final long FIRST_AFTER = Duration.ofSeconds(5).toNanos();
  private static final long AGAIN_AFTER = Duration.ofSeconds(10).toNanos();

  /** Those never given out, with the time of their beginning, the first to begin first. */
  private final Map<KnownScan, Long> fresh = new LinkedHashMap<>();

  /** All others, with the time of their last sign of life, the one that waits longest first. */
  private final Map<KnownScan, Long> shown = new LinkedHashMap<>();

  void begun(KnownScan scan, long nanoTime) {
    fresh.put(scan, nanoTime);
  }

  void over(KnownScan scan) {
    if (fresh.remove(scan) == null) {
      shown.remove(scan);
    }
  }

  boolean isNobodyRunning() {
    return fresh.isEmpty() && shown.isEmpty();
  }

  /** Those that are due; each is taken for given out now. */
  List<KnownScan> due(long nanoTime) {
    List<KnownScan> due = new ArrayList<>();
    take(fresh, nanoTime - FIRST_AFTER, due);
    take(shown, nanoTime - AGAIN_AFTER, due);
    due.forEach(scan -> shown.put(scan, nanoTime));
    return due;
  }

  private static void take(Map<KnownScan, Long> waiting, long before, List<KnownScan> due) {
    for (Iterator<Map.Entry<KnownScan, Long>> i = waiting.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<KnownScan, Long> oldest = i.next();
      if (oldest.getValue() - before > 0) {
        break;
      }
      due.add(oldest.getKey());
      i.remove();
    }
  }
}
