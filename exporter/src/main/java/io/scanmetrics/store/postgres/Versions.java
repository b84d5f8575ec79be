package io.scanmetrics.store.postgres;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Progress;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.json.JsonText;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one of two: of two versions of the same scan, or of two attempts at the same scan id.
 *
 * <p>A scan may arrive several times, each time further: while it runs, when it has ended, again
 * with a phase that came late, and any of these once more. The version that is further decides;
 * what it does not know is taken from the other, so nothing that was known is ever lost. Where two
 * versions are equally far the greater value decides, for no better reason than that the result
 * must not depend on the order in which they arrive.
 */
final class Versions {
  /** By unsigned value, as PostgreSQL orders them. */
  static final Comparator<UUID> BY_UUID = comparing(UUID::toString);

  private static final Comparator<Scan> BY_PROGRESS =
      comparing((Scan scan) -> progress(scan.outcome()))
          .thenComparing(Scan::finishedAt, nullsFirst(naturalOrder()))
          .thenComparing(scan -> scan.phases().size())
          .thenComparing(scan -> scan.progress().lastSeenAt())
          .thenComparing(Scan::scanId, BY_UUID)
          .thenComparing(Scan::tenantId, BY_UUID);

  private static final Comparator<Progress> BY_LAST_SEEN =
      comparing(Progress::lastSeenAt)
          .thenComparing(Progress::phaseStartedAt, nullsFirst(naturalOrder()))
          .thenComparing(Progress::phase, nullsFirst(naturalOrder()));

  private static final Comparator<PhaseExecution> BY_PHASE_PROGRESS =
      comparing(PhaseExecution::executions)
          .thenComparing(PhaseExecution::finishedAt)
          .thenComparing(PhaseExecution::startedAt)
          .thenComparing(PhaseExecution::phase)
          .thenComparing(phase -> !phase.success())
          .thenComparing(PhaseExecution::parentSpanId, nullsFirst(naturalOrder()))
          .thenComparing(PhaseExecution::errorCode, nullsFirst(naturalOrder()))
          .thenComparing(PhaseExecution::errorMessage, nullsFirst(naturalOrder()))
          .thenComparing(phase -> JsonText.text(phase.metrics()));

  private static final Comparator<StoredScan> BY_START =
      comparing((StoredScan stored) -> stored.scan().startedAt())
          .thenComparing(StoredScan::metricsId, BY_UUID);

  private Versions() {}

  /**
   * One version of a scan out of two. Their metrics ids are the same. Which is which matters only
   * for phases that are withdrawn: of these the second, the one that arrives, knows more.
   */
  static StoredScan merge(StoredScan one, StoredScan other) {
    int order = BY_PROGRESS.compare(one.scan(), other.scan());
    StoredScan ahead = order >= 0 ? one : other;
    Scan further = ahead.scan();
    Scan nearer = order >= 0 ? other.scan() : one.scan();
    boolean equallyFar = order == 0;
    Scan merged =
        new Scan(
            further.metricsId(),
            further.scanId(),
            further.tenantId(),
            firstKnown(further.traceId(), nearer.traceId()),
            firstKnown(further.spanId(), nearer.spanId()),
            equallyFar ? earlier(one.scan(), other.scan()) : further.startedAt(),
            further.finishedAt(),
            further.outcome(),
            columns(nearer.columns(), further.columns(), equallyFar),
            united(attributesAsOf(further, nearer), further.attributes(), equallyFar),
            further.phases(),
            withdrawn(one.scan(), other.scan()),
            progress(further.finishedAt(), one.scan(), other.scan()));
    Map<String, PhaseExecution> phases = phases(one.scan(), other.scan());
    return new StoredScan(
        merged.withPhases(phases.values()).with(merged.progress().after(phases.values())),
        without(
            isOfSameTenant(one.scan(), other.scan())
                ? union(one, other)
                : new HashSet<>(ahead.earlierAttempts()),
            merged.metricsId()));
  }

  /** The name of a tenant is of no use to another. */
  private static Map<String, Object> attributesAsOf(Scan further, Scan nearer) {
    if (isOfSameTenant(further, nearer)) {
      return nearer.attributes();
    }
    Map<String, Object> attributes = new HashMap<>(nearer.attributes());
    attributes.remove(ScanAttribute.TENANT_ID.key());
    return attributes;
  }

  static boolean isOfSameTenant(Scan one, Scan other) {
    return one.tenantId().equals(other.tenantId());
  }

  /**
   * Of two attempts at the same scan id the one that began last, the other counted in it. Their
   * metrics ids differ.
   */
  static StoredScan lastAttempt(StoredScan one, StoredScan other) {
    boolean oneWins = BY_START.compare(one, other) > 0;
    StoredScan winner = oneWins ? one : other;
    StoredScan loser = oneWins ? other : one;
    Set<UUID> earlier = union(one, other);
    earlier.add(loser.metricsId());
    return winner.withEarlierAttempts(without(earlier, winner.metricsId()));
  }

  private static int progress(Outcome outcome) {
    return switch (outcome) {
      case RUNNING -> 0;
      case ABORTED -> 1;
      case SUCCEEDED -> 2;
      case FAILED -> 3;
    };
  }

  private static Map<String, PhaseExecution> phases(Scan one, Scan other) {
    Map<String, PhaseExecution> bySpan = new LinkedHashMap<>();
    BinaryOperator<PhaseExecution> further = BinaryOperator.maxBy(BY_PHASE_PROGRESS);
    one.phases().forEach(phase -> bySpan.merge(phase.spanId(), phase, further));
    other.phases().forEach(phase -> bySpan.merge(phase.spanId(), phase, further));
    bySpan.keySet().removeAll(other.withdrawn());
    return bySpan;
  }

  /** What the one that arrives has withdrawn or has back counts more than what was so before. */
  private static Set<String> withdrawn(Scan stored, Scan arriving) {
    Set<String> withdrawn = new HashSet<>(stored.withdrawn());
    arriving.phases().forEach(phase -> withdrawn.remove(phase.spanId()));
    withdrawn.addAll(arriving.withdrawn());
    return withdrawn;
  }

  /**
   * As {@link #united}; a flag that was ever set stays, as its column cannot tell false from
   * unknown.
   */
  private static Map<ScanAttribute, Object> columns(
      Map<ScanAttribute, Object> nearer, Map<ScanAttribute, Object> further, boolean equallyFar) {
    Map<ScanAttribute, Object> united = united(nearer, further, equallyFar);
    nearer.forEach(
        (column, value) -> {
          if (value.equals(true)) {
            united.put(column, true);
          }
        });
    return united;
  }

  private static <K> Map<K, Object> united(
      Map<K, Object> nearer, Map<K, Object> further, boolean equallyFar) {
    Map<K, Object> united = new HashMap<>(nearer);
    further.forEach(
        (key, value) ->
            united.merge(key, value, equallyFar ? Versions::greater : Versions::latter));
    return united;
  }

  private static Object latter(Object nearer, Object further) {
    return further;
  }

  private static Object greater(Object one, Object other) {
    if (one instanceof Integer a && other instanceof Integer b) {
      return Math.max(a, b);
    }
    return JsonText.text(one).compareTo(JsonText.text(other)) > 0 ? one : other;
  }

  private static Instant earlier(Scan one, Scan other) {
    return one.startedAt().isBefore(other.startedAt()) ? one.startedAt() : other.startedAt();
  }

  private static Progress progress(@Nullable Instant finishedAt, Scan one, Scan other) {
    if (finishedAt != null) {
      return Progress.seenAt(finishedAt);
    }
    return BinaryOperator.maxBy(BY_LAST_SEEN).apply(one.progress(), other.progress());
  }

  private static String firstKnown(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static Set<UUID> union(StoredScan one, StoredScan other) {
    Set<UUID> union = new HashSet<>(one.earlierAttempts());
    union.addAll(other.earlierAttempts());
    return union;
  }

  private static Set<UUID> without(Set<UUID> ids, UUID id) {
    ids.remove(id);
    return ids;
  }
}
