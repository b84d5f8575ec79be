package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanAttribute.Kind;
import io.scanmetrics.ScanSpans;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The executions of one phase in one scan that have no rows of their own, added up. The order in
 * which they are added does not matter. For one thread at a time.
 */
final class Fold {
  private final String phase;
  private long executions;
  private long failures;
  private long sumMicros;
  private long maxMicros;
  private long startMicros = Long.MAX_VALUE;
  private long endMicros = Long.MIN_VALUE;

  /** What they say of their scan, as if one execution had said it. */
  private final Map<String, Object> ofScan = new HashMap<>();

  private final Map<String, Place> saidBy = new HashMap<>();
  private SpanRecord.@Nullable Failure failure;
  private @Nullable Object errorType;
  private @Nullable Place failedAt;

  /** When an execution ended; of those that ended together, when it began. */
  private record Place(long endMicros, SpanTime start) {
    boolean isAfter(@Nullable Place other) {
      return other == null
          || endMicros > other.endMicros
          || (endMicros == other.endMicros && start.compareTo(other.start) > 0);
    }
  }

  Fold(String phase) {
    this.phase = phase;
  }

  void add(KnownPhase one) {
    SpanRecord span = one.span();
    long micros = span.endMicros() - span.startMicros();
    executions++;
    sumMicros += micros;
    maxMicros = Math.max(maxMicros, micros);
    startMicros = Math.min(startMicros, span.startMicros());
    endMicros = Math.max(endMicros, span.endMicros());
    Place place = new Place(span.endMicros(), one.start());
    SpanRecord.Failure failed = span.failure();
    if (failed != null) {
      failures++;
      if (place.isAfter(failedAt)) {
        failedAt = place;
        failure = failed;
        errorType = span.attributes().get(ScanSpans.ERROR_TYPE);
      }
    }
    one.facts().columns().forEach((attribute, value) -> tell(attribute, value, place));
    one.facts()
        .leftovers()
        .forEach(
            (key, value) -> {
              ScanAttribute attribute = ScanAttribute.ofKey(key);
              if (attribute != null && !one.facts().columns().containsKey(attribute)) {
                tell(key, value, place);
              }
            });
  }

  void add(PhaseBatch many) {
    many.forEachLength(
        (micros, count) -> {
          executions += count;
          sumMicros += micros * count;
          maxMicros = Math.max(maxMicros, micros);
        });
    startMicros = Math.min(startMicros, many.startMicros());
    endMicros = Math.max(endMicros, many.endMicros());
    many.counts().forEach(this::count);
  }

  private void count(String key, long more) {
    ofScan.merge(key, more, (before, one) -> before instanceof Long sum ? sum + more : one);
  }

  private void tell(ScanAttribute attribute, Object value, Place place) {
    if (attribute.kind() == Kind.COUNT && value instanceof Integer count) {
      count(attribute.key(), count);
    } else {
      tell(attribute.key(), value, place);
    }
  }

  private void tell(String key, Object value, Place place) {
    if (place.isAfter(saidBy.get(key))) {
      saidBy.put(key, place);
      ofScan.put(key, value);
    }
  }

  /**
   * The row that stands for them, in the form of a span.
   *
   * @param times more of its attributes, see {@link FoldedRow#timeOf}
   */
  SpanRecord span(SpanRecord scan, Map<String, Object> times) {
    Map<String, Object> attributes = new HashMap<>(ofScan);
    attributes.put(ScanSpans.PHASE_NAME, phase);
    attributes.put(FoldedRow.EXECUTIONS, executions);
    attributes.put(FoldedRow.FAILURES, failures);
    attributes.put(FoldedRow.SUM_MS, sumMicros / 1000.0);
    attributes.put(FoldedRow.MAX_MS, maxMicros / 1000.0);
    attributes.putAll(times);
    if (errorType != null) {
      attributes.put(ScanSpans.ERROR_TYPE, errorType);
    }
    return new SpanRecord(
        scan.traceId(),
        FoldedRow.spanId(scan.traceId(), scan.spanId(), phase),
        scan.spanId(),
        startMicros,
        endMicros,
        failure,
        attributes,
        scan.resource(),
        false);
  }
}
