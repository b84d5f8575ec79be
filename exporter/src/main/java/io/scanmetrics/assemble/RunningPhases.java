package io.scanmetrics.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The phases that have started and not ended, as far as anyone says so. Tells in which phase a scan
 * is that runs for long. Of too many, the oldest are forgotten. Only the assembling thread touches
 * it.
 */
final class RunningPhases {
  private final int most;
  private final Map<String, Running> bySpan = new LinkedHashMap<>();

  private record Running(KnownTrace trace, SpanNode node, Supplier<SpanRecord> live) {}

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
    bySpan.remove(span.traceId() + span.spanId());
  }

  /**
   * The phase that each scan is in, of several the one that started last.
   *
   * @param scanOf finds the scan of a phase that has not ended
   */
  Map<KnownScan, KnownPhase> byScan(Function<KnownPhase, @Nullable KnownScan> scanOf) {
    Map<KnownScan, KnownPhase> last = new HashMap<>();
    for (Running running : bySpan.values()) {
      SpanRecord span = running.live.get();
      KnownPhase phase = new KnownPhase(running.trace, running.node, span, unfit -> {});
      KnownScan scan = scanOf.apply(phase);
      if (scan != null) {
        last.merge(
            scan, phase, (one, other) -> one.start().compareTo(other.start()) > 0 ? one : other);
      }
    }
    return last;
  }
}
