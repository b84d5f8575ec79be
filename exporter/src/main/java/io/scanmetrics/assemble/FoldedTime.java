package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The time of one scan's phases, part of whose executions are not kept. What happened up to some
 * instant is settled: no execution that ran then is looked at any more, and only how long each
 * phase took is remembered. That is exact, because a phase's time is a sum over instants (see
 * {@link Timeline}).
 *
 * <p>An execution that comes to light only when its beginning is settled is taken into account as
 * well as can be: its part before that instant counts where nothing else ran. For one thread at a
 * time.
 */
final class FoldedTime {
  /** The year 2200: later than any end, and near enough to be counted in nanoseconds. */
  private static final Instant FAR_FUTURE = Instant.ofEpochSecond(7_258_118_400L);

  /** The span id of executions of which nobody needs to know one from the other. */
  static final String NO_SPAN = "";

  private static final int MOST_STEPS = 1_024;

  private final int kept;

  /** How many recent ones are enough to settle again; so many that settling pays. */
  private int due;

  private final List<Folded> recent = new ArrayList<>();
  private final Set<String> recentIds = new HashSet<>();
  private long settledTo = Long.MIN_VALUE;
  private final Map<PhaseName, Long> settled = new EnumMap<>(PhaseName.class);

  /** From when on the executions that run are in what is settled. */
  private Map<String, Long> runningSince = Map.of();

  /** How much time of all phases was settled up to some instants. */
  private final TreeMap<Long, Long> steps = new TreeMap<>();

  /**
   * @param kept so many executions are kept, those that began last
   */
  FoldedTime(int kept) {
    this.kept = kept;
    this.due = 2 * kept;
  }

  /**
   * An execution that has no row of its own, or several that have no span either.
   *
   * @param parentSpanId the span that it ran inside
   */
  record Folded(KnownTrace trace, @Nullable String parentSpanId, PhaseExecution execution) {}

  /** Whether that execution is among those that are still kept. */
  boolean knows(String spanId) {
    return recentIds.contains(spanId);
  }

  /** One more execution. Returns whether it is time to {@link #settle}. */
  boolean add(Folded one) {
    recent.add(one);
    recentIds.add(one.execution().spanId());
    return recent.size() >= due;
  }

  /** An execution has come to light, whether it will have a row of its own or not. */
  void cameToLight(PhaseExecution one) {
    long start = Timeline.micros(one.startedAt());
    long known = runningSince.getOrDefault(one.spanId(), settledTo);
    if (start < known) {
      long end = Math.min(known, Timeline.micros(one.finishedAt()));
      long alone = end - start - (settledBy(end) - settledBy(start));
      settled.merge(one.phase(), Math.max(0, alone), Long::sum);
    }
  }

  /** Counts what is certain by now. */
  void settle(KnownScan scan, Collection<KnownPhase> running) {
    recent.sort(Comparator.comparing(one -> one.execution().startedAt()));
    long to = Timeline.micros(recent.get(recent.size() - kept).execution().startedAt());
    if (to > settledTo) {
      List<PhaseExecution> all = nested(scan, running, settledTo, to);
      long from = Math.max(settledTo, scan.span().startMicros());
      Timeline.micros(all, from, Math.min(to, end(scan)))
          .forEach((phase, micros) -> settled.merge(phase, micros, Long::sum));
      rememberRunning(running, to);
      settledTo = to;
      steps.put(to, settled.values().stream().mapToLong(Long::longValue).sum());
      if (steps.size() > MOST_STEPS) {
        thinOut();
      }
    }
    recent.removeIf(
        one -> {
          boolean past = Timeline.micros(one.execution().finishedAt()) <= settledTo;
          if (past) {
            recentIds.remove(one.execution().spanId());
          }
          return past;
        });
    // Those that enclose the others stay for long; looked at each time, many would take for ever.
    due = 2 * Math.max(kept, recent.size());
  }

  private void rememberRunning(Collection<KnownPhase> running, long to) {
    Map<String, Long> since = new HashMap<>();
    for (KnownPhase phase : running) {
      String spanId = phase.span().spanId();
      if (phase.startMicros() < to) {
        long from = Math.max(phase.startMicros(), settledTo);
        since.put(spanId, runningSince.getOrDefault(spanId, from));
      }
    }
    runningSince = since;
  }

  /** The time of each phase in microseconds, as far as known. */
  Map<PhaseName, Long> micros(KnownScan scan) {
    Map<PhaseName, Long> micros = new EnumMap<>(settled);
    long from = Math.max(settledTo, scan.span().startMicros());
    Timeline.micros(nested(scan, List.of(), settledTo, Long.MAX_VALUE), from, end(scan))
        .forEach((phase, more) -> micros.merge(phase, more, Long::sum));
    return micros;
  }

  /** All that ran between these instants, each inside the nearest one above it among them. */
  private List<PhaseExecution> nested(
      KnownScan scan, Collection<KnownPhase> running, long from, long to) {
    List<Folded> all = new ArrayList<>(recent);
    all.removeIf(
        one ->
            Timeline.micros(one.execution().startedAt()) >= to
                || Timeline.micros(one.execution().finishedAt()) <= from);
    for (KnownPhase phase : scan.phases()) {
      if (phase.startMicros() < to && phase.endMicros() > from) {
        all.add(new Folded(phase.trace(), phase.node().parentSpanId(), phase.execution()));
      }
    }
    for (KnownPhase phase : running) {
      if (phase.startMicros() < to) {
        all.add(new Folded(phase.trace(), phase.node().parentSpanId(), endless(phase.execution())));
      }
    }
    Set<String> known = new HashSet<>();
    all.forEach(one -> known.add(one.execution().spanId()));
    List<PhaseExecution> nested = new ArrayList<>(all.size());
    for (Folded one : all) {
      nested.add(one.execution().inside(nearest(one, known)));
    }
    return nested;
  }

  private static @Nullable String nearest(Folded one, Set<String> known) {
    return OuterPhases.nearest(one.trace(), one.parentSpanId(), known);
  }

  private static PhaseExecution endless(PhaseExecution running) {
    return only(running.spanId(), running.phase(), running.startedAt(), FAR_FUTURE);
  }

  /** An execution of which only the time matters. */
  static PhaseExecution only(String spanId, PhaseName phase, Instant from, Instant to) {
    return new PhaseExecution(spanId, null, phase, 0, from, to, true, null, null, Map.of());
  }

  private static long end(KnownScan scan) {
    return scan.stage() == KnownScan.Stage.ENDED ? scan.span().endMicros() : Long.MAX_VALUE;
  }

  /** Between two instants for which it is known, the time is taken to be spread evenly. */
  private long settledBy(long micros) {
    Map.Entry<Long, Long> before = steps.floorEntry(micros);
    Map.Entry<Long, Long> after = steps.ceilingEntry(micros);
    if (before == null || after == null) {
      return before == null ? 0 : before.getValue();
    }
    long span = after.getKey() - before.getKey();
    double share = span == 0 ? 0 : (double) (micros - before.getKey()) / span;
    return before.getValue() + (long) (share * (after.getValue() - before.getValue()));
  }

  private void thinOut() {
    boolean[] odd = {false};
    long last = steps.lastKey();
    steps
        .keySet()
        .removeIf(
            step -> {
              odd[0] = !odd[0];
              return odd[0] && step != last;
            });
  }
}
