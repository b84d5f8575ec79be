package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The executions of one scan for which there are no more rows: of each phase, one row that stands
 * for all of them. For one thread at a time.
 */
final class FoldedPhases {
  private final Map<String, Fold> byName = new TreeMap<>();
  private final FoldedTime time;

  /** The time of each phase that has rows, as of the scan's changes by then. */
  private Map<PhaseName, Long> rowMicros = Map.of();

  private int rowMicrosAsOf = -1;

  /**
   * @param kept see {@link AssemblyLimits#unsettled}
   */
  FoldedPhases(int kept) {
    time = new FoldedTime(kept);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** Whether that execution is here already, as far as that is remembered. */
  boolean knows(String spanId) {
    return time.knows(spanId);
  }

  /**
   * One more.
   *
   * @param running gives what is known to run now and belongs to the scan
   */
  void add(KnownScan scan, KnownPhase one, Supplier<List<KnownPhase>> running) {
    byName.computeIfAbsent(one.name(), Fold::new).add(one);
    add(scan, one.node().parentSpanId(), one.execution(), running);
  }

  /** Many more. */
  void add(KnownScan scan, PhaseBatch many, Supplier<List<KnownPhase>> running) {
    byName.computeIfAbsent(many.phase(), Fold::new).add(many);
    PhaseName phase = PhaseName.of(many.phase());
    many.forEachStretch(
        (from, to) -> {
          // In a phase's time, executions that do not differ in anything else are as good as one.
          PhaseExecution stretch =
              FoldedTime.only(
                  FoldedTime.NO_SPAN, phase, KnownPhase.instant(from), KnownPhase.instant(to));
          time.cameToLight(stretch);
          add(scan, many.parentSpanId(), stretch, running);
        });
  }

  private void add(
      KnownScan scan,
      @Nullable String parentSpanId,
      PhaseExecution execution,
      Supplier<List<KnownPhase>> running) {
    if (time.add(new FoldedTime.Folded(scan.trace(), parentSpanId, execution))) {
      time.settle(scan, running.get());
    }
  }

  /** An execution has come to light, whether it will have a row of its own or not. */
  void cameToLight(KnownPhase one) {
    if (!isEmpty()) {
      time.cameToLight(one.execution());
    }
  }

  /**
   * The rows, in the form of spans.
   *
   * @param rows all others that the scan has
   */
  List<SpanRecord> spans(KnownScan scan, Supplier<List<PhaseExecution>> rows) {
    if (isEmpty()) {
      return List.of();
    }
    Map<PhaseName, Long> differences = differences(scan, rows);
    Set<PhaseName> told = EnumSet.noneOf(PhaseName.class);
    byName.keySet().forEach(name -> told.add(PhaseName.of(name)));
    List<SpanRecord> spans = new ArrayList<>();
    for (Map.Entry<String, Fold> fold : byName.entrySet()) {
      Map<String, Object> times = new HashMap<>();
      boolean first = spans.isEmpty();
      differences.forEach(
          (phase, micros) -> {
            boolean own = phase == PhaseName.of(fold.getKey());
            if (own || (first && !told.contains(phase) && micros != 0)) {
              times.put(FoldedRow.timeOf(phase), micros);
            }
          });
      spans.add(fold.getValue().span(scan.span(), times));
    }
    return spans;
  }

  private Map<PhaseName, Long> differences(KnownScan scan, Supplier<List<PhaseExecution>> rows) {
    if (rowMicrosAsOf != scan.changes()) {
      rowMicrosAsOf = scan.changes();
      SpanRecord span = scan.span();
      long end = scan.stage() == KnownScan.Stage.ENDED ? span.endMicros() : Long.MAX_VALUE;
      rowMicros = Timeline.micros(rows.get(), span.startMicros(), end);
    }
    Map<PhaseName, Long> differences = time.micros(scan);
    rowMicros.forEach((phase, micros) -> differences.merge(phase, -micros, Long::sum));
    differences.remove(PhaseName.OTHER);
    return differences;
  }
}
