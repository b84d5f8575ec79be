package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The phases that have started and not ended, as far as anyone says so. Tells in which phase a scan
 * is that runs for long. Of too many, the oldest are forgotten. For one thread at a time.
 */
final class RunningPhases {
  private final int most;
  private final Map<String, Running> bySpan = new LinkedHashMap<>();

  private record Running(KnownTrace trace, SpanNode node, Supplier<SpanRecord> live) {
    KnownPhase asOfNow() {
      return new KnownPhase(trace, node, live.get(), unfit -> {});
    }
  }

  RunningPhases(int most) {
    this.most = most;
  }

  void started(KnownTrace trace, SpanNode node, Supplier<SpanRecord> live) {
    bySpan.putIfAbsent(trace.id() + node.spanId(), new Running(trace, node, live));
    if (bySpan.size() > most) {
      bySpan.remove(bySpan.keySet().iterator().next());
    }
  }

  void ended(SpanRecord span) {
    if (!bySpan.isEmpty()) {
      bySpan.remove(span.traceId() + span.spanId());
    }
  }

  /** The phases that run and are that scan's. */
  List<KnownPhase> of(KnownScan scan, Function<KnownPhase, @Nullable KnownScan> scanOf) {
    List<KnownPhase> running = new ArrayList<>();
    for (Running one : bySpan.values()) {
      KnownPhase phase = one.asOfNow();
      if (scanOf.apply(phase) == scan) {
        running.add(phase);
      }
    }
    return running;
  }

  /**
   * The phase that each scan is in, of several the one that started last.
   *
   * @param scanOf finds the scan of a phase that has not ended
   */
  Map<KnownScan, KnownPhase> byScan(Function<KnownPhase, @Nullable KnownScan> scanOf) {
    Map<KnownScan, KnownPhase> last = new HashMap<>();
    for (Running running : bySpan.values()) {
      KnownPhase phase = running.asOfNow();
      KnownScan scan = scanOf.apply(phase);
      if (scan != null) {
        last.merge(
            scan, phase, (one, other) -> KnownPhase.BY_START.compare(one, other) > 0 ? one : other);
      }
    }
    return last;
  }
}
