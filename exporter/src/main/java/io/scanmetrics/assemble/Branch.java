package io.scanmetrics.assemble;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spans of one trace that hang together by their parents, with no scan among them: so all of them
 * have the same nearest scan above, whether it is known yet or not.
 *
 * <p>Branches grow together as the spans between them arrive, in any order. Of two that do, one
 * goes on and the other only points to it; whoever holds a branch asks for {@link #whole} first.
 * For one thread at a time.
 */
final class Branch {
  private @Nullable Branch grownInto;
  private @Nullable String missing;
  private @Nullable KnownScan scan;
  private int spans = 1;

  /** Those that wait for the scan to be known; empty afterwards, as most are from the start. */
  private Set<KnownPhase> phases = Set.of();

  /** The scans that have phases of this branch although it is not known to be below them. */
  private Set<KnownScan> servedBefore = Set.of();

  /** The branch that this one has grown into; itself if it has not. */
  Branch whole() {
    Branch whole = this;
    while (whole.grownInto != null) {
      whole = whole.grownInto;
    }
    Branch step = this;
    while (step.grownInto != null) {
      Branch next = step.grownInto;
      step.grownInto = whole;
      step = next;
    }
    return whole;
  }

  /** The span that would lead on; {@code null} if the branch ends in a scan, or in none. */
  @Nullable String missing() {
    return missing;
  }

  void waitFor(@Nullable String missingSpan) {
    missing = missingSpan;
  }

  /** The nearest scan above; {@code null} if unknown, or if there is none. */
  @Nullable KnownScan scan() {
    return scan;
  }

  void add(KnownPhase phase) {
    if (scan == null) {
      phases = phases.isEmpty() ? new LinkedHashSet<>() : phases;
      phases.add(phase);
    }
  }

  /** A phase has gone to a scan for other reasons than where it hangs. */
  void serves(KnownScan another) {
    if (scan == null) {
      servedBefore = servedBefore.isEmpty() ? new HashSet<>() : servedBefore;
      servedBefore.add(another);
    }
  }

  Set<KnownScan> servedBefore() {
    return servedBefore;
  }

  /** The phase, and with it its scan, is forgotten. */
  void forget(KnownPhase phase) {
    if (!phases.isEmpty()) {
      phases.remove(phase);
    }
    KnownScan served = phase.scan();
    if (served != null && !servedBefore.isEmpty()) {
      servedBefore.remove(served);
    }
  }

  /** One more span. */
  void grow() {
    spans++;
  }

  /** One of its spans is forgotten; returns whether it was the last. */
  boolean shrink() {
    spans--;
    return spans == 0;
  }

  /** Now the scan is known: returns the phases that waited for it. */
  Set<KnownPhase> belongsTo(KnownScan nearest) {
    Set<KnownPhase> settled = phases;
    scan = nearest;
    missing = null;
    phases = Set.of();
    servedBefore = Set.of();
    return settled;
  }

  /** Both are one from now on, without waiting for anything yet. Neither has a scan. */
  static Branch join(Branch one, Branch other) {
    Branch whole = one.spans >= other.spans ? one : other;
    Branch part = whole == one ? other : one;
    part.grownInto = whole;
    whole.missing = null;
    whole.spans += part.spans;
    whole.phases = union(whole.phases, part.phases);
    whole.servedBefore = union(whole.servedBefore, part.servedBefore);
    part.phases = Set.of();
    part.servedBefore = Set.of();
    return whole;
  }

  /** Part of a branch whose scan is known already. */
  void growInto(Branch settled) {
    grownInto = settled;
    settled.spans += spans;
  }

  private static <T> Set<T> union(Set<T> one, Set<T> other) {
    Set<T> larger = one.size() >= other.size() ? one : other;
    Set<T> smaller = larger == one ? other : one;
    if (!smaller.isEmpty()) {
      larger.addAll(smaller);
    }
    return larger;
  }
}
