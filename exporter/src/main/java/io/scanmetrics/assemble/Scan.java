package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One scan with everything known of it: a row of {@code scanner.scan_metrics} and its phases.
 * Immutable; values are safe to store as they are (lengths cut, no NUL, valid UTF-16).
 *
 * @param metricsId the primary key, derived from the trace
 * @param scanId unique over all tenants; another scan with the same one is another attempt
 * @param tenantId whose scan it is
 * @param traceId 32 lower-case hex digits
 * @param spanId of the scan's own span, 16 lower-case hex digits
 * @param startedAt whole microseconds
 * @param finishedAt whole microseconds, never before {@code startedAt}; {@code null} if the scan
 *     did not finish
 * @param outcome how it stands
 * @param columns the values of all columns of {@link ScanAttribute} other than scan and tenant id,
 *     absent ones left out: UUID for an id, Integer for a count, Boolean for a flag, else String
 * @param attributes what has no column; values are String, Long, Double, Boolean, or a List of
 *     these
 * @param phases by {@link PhaseExecution#order}
 * @param withdrawn span ids of phases that an earlier version of this scan had and that have turned
 *     out to be another's
 * @param progress how far it was when last seen
 */
public record Scan(
    UUID metricsId,
    UUID scanId,
    UUID tenantId,
    String traceId,
    String spanId,
    Instant startedAt,
    @Nullable Instant finishedAt,
    Outcome outcome,
    Map<ScanAttribute, Object> columns,
    Map<String, Object> attributes,
    List<PhaseExecution> phases,
    Set<String> withdrawn,
    Progress progress) {

  public Scan {
    columns = Map.copyOf(columns);
    attributes = Map.copyOf(attributes);
    phases = List.copyOf(phases);
    withdrawn = Set.copyOf(withdrawn);
  }

  /** A scan that has all phases that it ever had, last seen at its finish, else its start. */
  public Scan(
      UUID metricsId,
      UUID scanId,
      UUID tenantId,
      String traceId,
      String spanId,
      Instant startedAt,
      @Nullable Instant finishedAt,
      Outcome outcome,
      Map<ScanAttribute, Object> columns,
      Map<String, Object> attributes,
      List<PhaseExecution> phases) {
    this(
        metricsId,
        scanId,
        tenantId,
        traceId,
        spanId,
        startedAt,
        finishedAt,
        outcome,
        columns,
        attributes,
        phases,
        Set.of(),
        Progress.seenAt(finishedAt == null ? startedAt : finishedAt));
  }

  /** The same scan, having withdrawn phases of these span ids. */
  public Scan withdrawing(Set<String> spanIds) {
    return copy(phases, spanIds, progress);
  }

  /** The same scan, seen so. */
  public Scan with(Progress seen) {
    return copy(phases, withdrawn, seen);
  }

  /** The same scan with these phases, as they are. */
  public Scan with(List<PhaseExecution> others) {
    return copy(others, withdrawn, progress);
  }

  private Scan copy(List<PhaseExecution> others, Set<String> spanIds, Progress seen) {
    return new Scan(
        metricsId,
        scanId,
        tenantId,
        traceId,
        spanId,
        startedAt,
        finishedAt,
        outcome,
        columns,
        attributes,
        others,
        spanIds,
        seen);
  }

  /** The same scan with these phases instead, put in order: by start, then by span id. */
  public Scan withPhases(Collection<PhaseExecution> others) {
    List<PhaseExecution> sorted = new ArrayList<>(others);
    sorted.sort(
        Comparator.comparing(PhaseExecution::startedAt).thenComparing(PhaseExecution::spanId));
    for (int i = 0; i < sorted.size(); i++) {
      sorted.set(i, sorted.get(i).withOrder(i + 1));
    }
    return with(sorted);
  }

  /**
   * Wall-clock time per phase in whole milliseconds, as the {@code t_*_ms} columns show it; a phase
   * that never ran is absent. See {@link Timeline}.
   */
  public Map<PhaseName, Integer> phaseMillis() {
    return Timeline.phaseMillis(this);
  }
}
