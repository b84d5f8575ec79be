package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for the phases of one scan, the phase of the same scan that each ran inside: the nearest
 * one above, past spans that are no phases. Remembers what it has found on the way, so that a scan
 * is searched once however deep its nesting.
 */
final class OuterPhases {
  private final KnownScan scan;
  private final Map<SpanNode, Found> found = new HashMap<>();

  private record Found(@Nullable String spanId) {
    static final Found NOTHING = new Found(null);
  }

  /** The nearest of those spans that is that one or above it; {@code null} if none is. */
  static @Nullable String nearest(KnownTrace trace, @Nullable String spanId, Set<String> spanIds) {
    Set<String> passed = new HashSet<>();
    String above = spanId;
    while (above != null && passed.add(above)) {
      if (spanIds.contains(above)) {
        return above;
      }
      SpanNode next = trace.span(above);
      above = next == null ? null : next.parentSpanId();
    }
    return null;
  }

  OuterPhases(KnownScan scan) {
    this.scan = scan;
  }

  /** The span id of the phase around this one; {@code null} if there is none. */
  @Nullable String around(KnownPhase phase) {
    String nearest = phase.node().parentSpanId();
    return nearest == null || phase.trace().span(nearest) == null ? null : search(phase);
  }

  private @Nullable String search(KnownPhase phase) {
    List<SpanNode> path = new ArrayList<>();
    Found result = Found.NOTHING;
    SpanNode node = phase.node();
    while (node != null) {
      Found known = found.putIfAbsent(node, Found.NOTHING);
      if (known != null) {
        // Searched before; or in this very search, if parents form a ring.
        result = known;
        break;
      }
      path.add(node);
      String parent = node.parentSpanId();
      SpanNode above = parent == null ? null : phase.trace().span(parent);
      KnownPhase outer = above == null ? null : above.phase();
      if (above != null && above != node && outer != null && outer.scan() == scan) {
        result = new Found(above.spanId());
        break;
      }
      node = above;
    }
    for (SpanNode searched : path) {
      found.put(searched, result);
    }
    return result.spanId();
  }
}
