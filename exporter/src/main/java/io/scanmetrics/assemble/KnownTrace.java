package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One trace as far as it concerns scans: its scans, its phases, and the spans between a phase and
 * its scan. Finds the scan of a phase by who started whom; where spans in between are unknown (they
 * come later, or never because they are not sampled), by who ran when. For one thread at a time.
 */
final class KnownTrace {
  private final String id;
  private final Map<String, KnownScan> scans = new HashMap<>();
  private final Map<String, SpanNode> spans = new HashMap<>();

  /** By the span that would lead on towards a scan, and that is not known yet. */
  private final Map<String, Branch> waiting = new HashMap<>();

  /** With the phases that are adrift: without any known scan above. */
  private final TimeTable times = new TimeTable();

  private int scansEver;
  private int phases;
  private boolean held;

  KnownTrace(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  boolean knows(String spanId) {
    return spans.containsKey(spanId) || scans.containsKey(spanId);
  }

  @Nullable KnownScan scan(String spanId) {
    return scans.get(spanId);
  }

  /** Whether that span is one of its scans, or of its phases that have ended. */
  boolean knowsRuleSpan(String spanId) {
    SpanNode span = spans.get(spanId);
    return scans.containsKey(spanId) || (span != null && span.phase() != null);
  }

  @Nullable SpanNode span(String spanId) {
    return spans.get(spanId);
  }

  Collection<SpanNode> spans() {
    return spans.values();
  }

  /** Whether nothing is left for which the trace has to be remembered. */
  boolean isIdle() {
    return scans.isEmpty() && phases == 0 && !held;
  }

  /** While something is about to be added it is not idle. */
  void hold(boolean now) {
    held = now;
  }

  /** What is to be looked at anew because a span has become known. */
  record Growth(Set<KnownPhase> settled, Set<KnownScan> changed) {
    static final Growth NONE = new Growth(Set.of(), Set.of());

    boolean isNone() {
      return settled.isEmpty() && changed.isEmpty();
    }
  }

  /** Returns the phases whose nearest scan is known by it, or may be another one than before. */
  Set<KnownPhase> add(KnownScan scan) {
    scans.put(scan.span().spanId(), scan);
    times.begun(scan);
    scansEver++;
    SpanNode mistaken = spans.get(scan.span().spanId());
    if (mistaken != null && mistaken.phase() == null) {
      return growAnewWithout(mistaken);
    }
    Branch below = waiting.remove(scan.span().spanId());
    return below == null ? Set.of() : below.whole().belongsTo(scan);
  }

  /**
   * Returns the phases whose nearest scan is known by it, and the scans that have phases below it,
   * because it changes what these are nested in.
   */
  Growth add(SpanNode node) {
    spans.put(node.spanId(), node);
    Branch below = waiting.isEmpty() ? null : waiting.remove(node.spanId());
    Branch settled = below == null ? settledAbove(node.parentSpanId()) : null;
    if (settled != null && node.joins(settled)) {
      return Growth.NONE;
    }
    Branch branch = node.branch();
    Set<KnownScan> served = Set.of();
    if (below != null) {
      served = Set.copyOf(below.whole().servedBefore());
      branch = Branch.join(branch, below.whole());
    }
    String parent = node.parentSpanId();
    Set<KnownPhase> phasesBelow = parent == null ? Set.of() : attach(branch, parent);
    return phasesBelow.isEmpty() && served.isEmpty()
        ? Growth.NONE
        : new Growth(phasesBelow, served);
  }

  /** The branch of the span above, if its scan is known. */
  private @Nullable Branch settledAbove(@Nullable String parent) {
    if (parent == null) {
      return null;
    }
    KnownScan scan = scans.get(parent);
    if (scan != null) {
      return scan.below();
    }
    SpanNode above = spans.get(parent);
    Branch branch = above == null ? null : above.branch();
    return branch == null || branch.scan() == null ? null : branch;
  }

  void add(KnownPhase phase) {
    phases++;
    phase.node().becomes(phase);
    Branch branch = phase.node().branch();
    branch.add(phase);
    sort(phase);
  }

  /** Looks anew whether the phase is adrift. */
  void sort(KnownPhase phase) {
    if (phase.node().branch().scan() == null && phase.key() == null) {
      times.add(phase);
    } else {
      times.remove(phase);
    }
  }

  void remove(KnownPhase phase) {
    phases--;
    times.remove(phase);
    phase.node().branch().forget(phase);
    remove(phase.node());
  }

  /** The phase has no row of its own any more; its span may still stand between others. */
  void fold(KnownPhase phase) {
    phases--;
    times.remove(phase);
    phase.node().branch().forget(phase);
    phase.node().isFolded();
  }

  void remove(SpanNode node) {
    spans.remove(node.spanId());
    Branch branch = node.branch();
    if (branch.shrink() && branch.missing() != null) {
      waiting.remove(branch.missing());
    }
  }

  /** A scan has ended, and its span says when. */
  void ended(KnownScan scan) {
    times.ended(scan);
  }

  void remove(KnownScan scan) {
    scans.remove(scan.span().spanId());
    times.remove(scan);
  }

  /** The scan that ran when the phase did; failing that, the trace's only one. */
  @Nullable KnownScan scanByTime(KnownPhase phase) {
    KnownScan scan = times.scanOf(phase);
    return scan == null && scansEver == 1 && scans.size() == 1
        ? scans.values().iterator().next()
        : scan;
  }

  /**
   * The phases for which {@link #scanByTime} may say something else now that this scan has started
   * or ended. The trace's first two scans may concern all of them.
   */
  Collection<KnownPhase> affectedBy(KnownScan scan) {
    return scansEver <= 2 ? times.adrift() : times.adriftSince(scan);
  }

  /** The phases that ran while this scan did and that cannot be told to be its own. */
  Collection<KnownPhase> undecidedBeside(KnownScan scan) {
    return times.undecidedBeside(scan);
  }

  private Set<KnownPhase> attach(Branch branch, String parent) {
    KnownScan scan = scans.get(parent);
    if (scan != null) {
      return branch.belongsTo(scan);
    }
    SpanNode above = spans.get(parent);
    if (above == null) {
      Branch brother = waiting.get(parent);
      Branch whole = brother == null ? branch : Branch.join(brother, branch);
      whole.waitFor(parent);
      waiting.put(parent, whole);
      return Set.of();
    }
    Branch upper = above.branch();
    KnownScan nearest = upper.scan();
    if (upper == branch) {
      return Set.of();
    }
    if (nearest != null) {
      Set<KnownPhase> settled = branch.belongsTo(nearest);
      branch.growInto(upper);
      return settled;
    }
    String missing = upper.missing();
    Branch whole = Branch.join(upper, branch);
    whole.waitFor(missing);
    if (missing != null) {
      waiting.put(missing, whole);
    }
    return Set.of();
  }

  /** A span that seemed to stand between others turns out to be a scan: everything below is its. */
  private Set<KnownPhase> growAnewWithout(SpanNode mistaken) {
    spans.remove(mistaken.spanId());
    waiting.clear();
    List<SpanNode> all = new ArrayList<>(spans.values());
    spans.clear();
    Set<KnownPhase> phasesAnew = new LinkedHashSet<>();
    for (SpanNode node : all) {
      node.startBranchAnew();
      KnownPhase phase = node.phase();
      if (phase != null) {
        phasesAnew.add(phase);
        node.branch().add(phase);
        if (phase.scan() != null) {
          node.branch().serves(phase.scan());
        }
      }
      add(node);
    }
    return phasesAnew;
  }
}
