package io.scanmetrics.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traces in which there is a scan or a phase, ended or not, and the spans that may stand
 * between the two. Of the latter, too many are forgotten again, the oldest first. For one thread at
 * a time.
 */
final class KnownTraces {
  /** The ids of all of them, for the threads that hand events in. */
  private final Set<String> followed;

  private final int mostSpansBetween;
  private final Map<String, KnownTrace> byId = new HashMap<>();
  private final Map<SpanNode, KnownTrace> spansBetween = new LinkedHashMap<>();

  KnownTraces(Set<String> followed, int mostSpansBetween) {
    this.followed = followed;
    this.mostSpansBetween = mostSpansBetween;
  }

  /** The trace of that id, known from now on. */
  KnownTrace get(String traceId) {
    followed.add(traceId);
    return byId.computeIfAbsent(traceId, KnownTrace::new);
  }

  /** The trace of that id if anything is known of it. */
  @Nullable KnownTrace known(String traceId) {
    return byId.get(traceId);
  }

  /** Returns what is to be looked at anew because of that span. */
  KnownTrace.Growth addBetween(KnownTrace trace, SpanNode node) {
    if (trace.knows(node.spanId())) {
      return KnownTrace.Growth.NONE;
    }
    KnownTrace.Growth growth = trace.add(node);
    spansBetween.put(node, trace);
    if (spansBetween.size() > mostSpansBetween) {
      forgetOldest();
    }
    return growth;
  }

  /** The span is a phase that has no row of its own any more. */
  void betweenFromNowOn(KnownTrace trace, SpanNode node) {
    spansBetween.put(node, trace);
    if (spansBetween.size() > mostSpansBetween) {
      forgetOldest();
    }
  }

  /** The span has turned out to be a phase. */
  void noLongerBetween(SpanNode node) {
    spansBetween.remove(node);
  }

  void dropIfIdle(KnownTrace trace) {
    if (trace.isIdle() && byId.remove(trace.id(), trace)) {
      followed.remove(trace.id());
      trace.spans().forEach(spansBetween::remove);
    }
  }

  private void forgetOldest() {
    SpanNode oldest = spansBetween.keySet().iterator().next();
    @Nullable KnownTrace trace = spansBetween.remove(oldest);
    if (trace != null) {
      trace.remove(oldest);
      dropIfIdle(trace);
    }
  }
}
