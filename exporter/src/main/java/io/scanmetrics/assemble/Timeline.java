package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Wall-clock time per phase, computed from a whole scan when its {@code t_*_ms} columns are asked
 * for.
 *
 * <p>A phase's time is the union of its executions, each clipped to the scan, less the time in
 * which an execution of another phase ran nested inside it. That is the same as: an instant counts
 * for a phase if an execution of it is <em>innermost</em> then, that is, runs while nothing runs
 * nested inside it. (Whoever has only its own phase running inside it contains an innermost one of
 * that phase; and nothing can be taken away from an innermost one.)
 *
 * <p>One sweep over the starts and ends, in order of time. The executions are numbered so that each
 * nest is a range of numbers that begins with the outer one; whether an execution is innermost then
 * depends only on the next higher number that runs, and a start or an end changes that for itself
 * and the next lower number alone. So the cost is n log n, however deep the nesting.
 */
final class Timeline {
  private final List<PhaseExecution> phases;
  private final NestingOrder nesting;

  /** The numbers of the executions that run at the instant the sweep has reached. */
  private final TreeSet<Integer> running = new TreeSet<>();

  private final boolean[] innermost;
  private final Map<PhaseName, Integer> innermostByPhase = new EnumMap<>(PhaseName.class);
  private final Map<PhaseName, Long> micros = new EnumMap<>(PhaseName.class);

  private Timeline(List<PhaseExecution> phases) {
    this.phases = phases;
    this.nesting = NestingOrder.of(phases);
    this.innermost = new boolean[phases.size()];
  }

  /** Whole milliseconds per phase that ran; {@link PhaseName#OTHER} is absent, it has no column. */
  static Map<PhaseName, Integer> phaseMillis(Scan scan) {
    Instant finishedAt = scan.finishedAt();
    List<PhaseExecution> rows = new ArrayList<>();
    Map<PhaseName, Long> folded = new EnumMap<>(PhaseName.class);
    for (PhaseExecution phase : scan.phases()) {
      if (!FoldedRow.is(phase)) {
        rows.add(phase);
      } else {
        folded.putIfAbsent(phase.phase(), 0L);
        addTimes(phase, folded);
      }
    }
    Map<PhaseName, Long> micros =
        micros(
            rows,
            micros(scan.startedAt()),
            finishedAt == null ? Long.MAX_VALUE : micros(finishedAt));
    folded.forEach((phase, more) -> micros.merge(phase, more, Long::sum));
    Map<PhaseName, Integer> millis = new EnumMap<>(PhaseName.class);
    micros.forEach(
        (phase, time) ->
            millis.put(phase, (int) Math.min(Math.max(0, time) / 1000, Integer.MAX_VALUE)));
    millis.remove(PhaseName.OTHER);
    return millis;
  }

  private static void addTimes(PhaseExecution folded, Map<PhaseName, Long> times) {
    for (PhaseName phase : PhaseName.values()) {
      Long micros = FoldedRow.time(folded.metrics(), phase);
      if (micros != null) {
        times.merge(phase, micros, Long::sum);
      }
    }
  }

  /** Microseconds per phase that ran, {@link PhaseName#OTHER} too, between those instants. */
  static Map<PhaseName, Long> micros(List<PhaseExecution> phases, long from, long to) {
    Timeline timeline = new Timeline(phases);
    timeline.sweep(from, to);
    return timeline.micros;
  }

  private void sweep(long from, long to) {
    List<Edge> edges = new ArrayList<>(2 * phases.size());
    for (int i = 0; i < phases.size(); i++) {
      PhaseExecution phase = phases.get(i);
      micros.put(phase.phase(), 0L);
      long start = Math.max(from, micros(phase.startedAt()));
      long end = Math.min(to, micros(phase.finishedAt()));
      if (start < end) {
        edges.add(new Edge(start, nesting.numberOf(i), true));
        edges.add(new Edge(end, nesting.numberOf(i), false));
      }
    }
    edges.sort(Comparator.comparingLong(Edge::at));
    long reached = from;
    for (Edge edge : edges) {
      if (edge.at > reached) {
        count(edge.at - reached);
        reached = edge.at;
      }
      cross(edge);
    }
  }

  private void count(long time) {
    innermostByPhase.forEach(
        (phase, executions) -> {
          if (executions > 0) {
            micros.merge(phase, time, Long::sum);
          }
        });
  }

  private void cross(Edge edge) {
    if (edge.opens) {
      running.add(edge.number);
    } else {
      running.remove(edge.number);
    }
    judge(edge.number);
    Integer lower = running.lower(edge.number);
    if (lower != null) {
      judge(lower);
    }
  }

  /** Looks anew whether this execution is innermost. */
  private void judge(int number) {
    Integer higher = running.higher(number);
    boolean now =
        running.contains(number) && (higher == null || higher > nesting.lastInside(number));
    if (now != innermost[number]) {
      innermost[number] = now;
      PhaseName phase = phases.get(nesting.indexOf(number)).phase();
      innermostByPhase.merge(phase, now ? 1 : -1, Integer::sum);
    }
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private record Edge(long at, int number, boolean opens) {}
}
