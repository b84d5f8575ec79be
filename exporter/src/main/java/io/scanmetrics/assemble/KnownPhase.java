package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a phase that has ended, with the scan that it belongs to as far as known. For one
 * thread at a time.
 */
final class KnownPhase {
  /** The one that ended last comes last. */
  static final Comparator<KnownPhase> BY_END =
      Comparator.comparingLong(KnownPhase::endMicros).thenComparing(KnownPhase::compareByStart);

  /** The one that began first comes first. */
  static final Comparator<KnownPhase> BY_START = KnownPhase::compareByStart;

  private static final Set<String> NAME = Set.of(ScanSpans.PHASE_NAME);
  private static final Set<String> NAME_AND_ERROR =
      Set.of(ScanSpans.PHASE_NAME, ScanSpans.ERROR_TYPE);

  private final KnownTrace trace;
  private final SpanNode node;
  private final SpanRecord span;
  private final String name;
  private final SpanFacts facts;
  private final @Nullable ScanKey key;
  private final int units;
  private @Nullable KnownScan scan;
  private boolean everHadScan;
  private boolean givenOut;
  private boolean settled;

  KnownPhase(
      KnownTrace trace, SpanNode node, SpanRecord span, Consumer<ScanAttribute> unfitValues) {
    this.trace = trace;
    this.node = node;
    this.span = span;
    this.name =
        SafeText.of(
            String.valueOf(span.attributes().get(ScanSpans.PHASE_NAME)), SafeValues.MOST_BYTES);
    this.facts = facts(span, unfitValues);
    this.key = ScanKey.of(facts);
    this.units = 1 + facts.size() / 1024;
  }

  private static SpanFacts facts(SpanRecord span, Consumer<ScanAttribute> unfitValues) {
    Map<String, Object> attributes = span.attributes();
    if (attributes.size() == 1 && attributes.containsKey(ScanSpans.PHASE_NAME)) {
      return SpanFacts.NONE;
    }
    return SpanFacts.read(attributes, span.failure() == null ? NAME : NAME_AND_ERROR, unfitValues);
  }

  KnownTrace trace() {
    return trace;
  }

  SpanNode node() {
    return node;
  }

  /** As it came. */
  SpanRecord span() {
    return span;
  }

  /** As the span gave it, also where the schema knows it as other only. */
  String name() {
    return name;
  }

  /** As the schema knows it. */
  PhaseName phase() {
    return PhaseName.of(name);
  }

  /** Without its order and the execution around it, which only the whole scan tells. */
  PhaseExecution execution() {
    return execution(0, null);
  }

  SpanFacts facts() {
    return facts;
  }

  /** The scan that it names itself; {@code null} if it names none. */
  @Nullable ScanKey key() {
    return key;
  }

  /** Its place among others by its start. */
  SpanTime start() {
    return new SpanTime(span.startMicros(), span.spanId());
  }

  long startMicros() {
    return span.startMicros();
  }

  long endMicros() {
    return span.endMicros();
  }

  /** What it takes of the memory that assembling may use. */
  int units() {
    return units;
  }

  @Nullable KnownScan scan() {
    return scan;
  }

  /** Returns whether this is the first time that it has a scan at all. */
  boolean moveTo(@Nullable KnownScan other) {
    scan = other;
    settled = false;
    boolean first = other != null && !everHadScan;
    everHadScan |= first;
    return first;
  }

  /** It will not turn out to be another scan's. */
  void settle() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** Its row goes to the store. */
  void isGivenOut() {
    givenOut = true;
  }

  boolean wasGivenOut() {
    return givenOut;
  }

  /** Its row, at that place among those of its scan. */
  PhaseExecution execution(int order, @Nullable String around) {
    PhaseName phase = phase();
    Map<String, Object> metrics = facts.others();
    if (!phase.text().equals(name)) {
      metrics = new HashMap<>(metrics);
      metrics.put(ScanSpans.PHASE_NAME, name);
    }
    SpanRecord.Failure failure = span.failure();
    Object errorType = span.attributes().get(ScanSpans.ERROR_TYPE);
    return new PhaseExecution(
        span.spanId(),
        around,
        phase,
        order,
        instant(span.startMicros()),
        instant(span.endMicros()),
        failure == null,
        failure == null ? null : text(errorType != null ? errorType : failure.exceptionType()),
        failure == null ? null : text(failure.message()),
        metrics);
  }

  private static int compareByStart(KnownPhase one, KnownPhase other) {
    int byTime = Long.compare(one.startMicros(), other.startMicros());
    return byTime != 0 ? byTime : one.span.spanId().compareTo(other.span.spanId());
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), 1_000L * Math.floorMod(micros, 1_000_000L));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null || value.equals("")
        ? null
        : SafeText.of(String.valueOf(value), SafeValues.MOST_BYTES);
  }
}
