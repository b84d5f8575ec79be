package io.scanmetrics.assemble;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scan that a phase names itself, in whatever trace either runs. Only the assembling
 * thread touches it.
 */
final class ScanNames {
  private final UUID defaultTenant;
  private final Map<String, Namesakes> byId = new HashMap<>();

  /** All that carry one scan id, of whatever tenant and attempt. */
  private record Namesakes(Set<KnownScan> scans, Set<KnownPhase> phases) {}

  ScanNames(UUID defaultTenant) {
    this.defaultTenant = defaultTenant;
  }

  /** Returns the phases that may mean it. */
  Set<KnownPhase> add(KnownScan scan) {
    ScanKey key = scan.key();
    if (key == null) {
      return Set.of();
    }
    Namesakes namesakes = named(key);
    namesakes.scans.add(scan);
    return Set.copyOf(namesakes.phases);
  }

  void add(KnownPhase phase) {
    ScanKey key = phase.key();
    if (key != null) {
      named(key).phases.add(phase);
    }
  }

  void remove(KnownScan scan) {
    ScanKey key = scan.key();
    Namesakes namesakes = key == null ? null : byId.get(key.id());
    if (key != null && namesakes != null) {
      namesakes.scans.remove(scan);
      tidy(key, namesakes);
    }
  }

  void remove(KnownPhase phase) {
    ScanKey key = phase.key();
    Namesakes namesakes = key == null ? null : byId.get(key.id());
    if (key != null && namesakes != null) {
      namesakes.phases.remove(phase);
      tidy(key, namesakes);
    }
  }

  /**
   * The scan that a phase means by its key: of several attempts one in the phase's own trace, else
   * the last that had begun when the phase did, else the first.
   */
  @Nullable KnownScan meantBy(KnownPhase phase, ScanKey key) {
    Namesakes namesakes = byId.get(key.id());
    if (namesakes == null) {
      return null;
    }
    Comparator<KnownScan> inItsTrace = Comparator.comparing(scan -> scan.trace() == phase.trace());
    Comparator<KnownScan> begun = Comparator.comparing(scan -> hasBegun(scan, phase));
    Comparator<KnownScan> nearest =
        Comparator.comparingLong(
            scan -> -Math.abs(phase.startMicros() - scan.span().startMicros()));
    return namesakes.scans.stream()
        .filter(scan -> isMeant(scan, key))
        .max(
            inItsTrace
                .thenComparing(begun)
                .thenComparing(nearest)
                .thenComparing(scan -> scan.span().spanId()))
        .orElse(null);
  }

  /** Whether a phase with that key may mean this scan. */
  boolean isMeant(KnownScan scan, ScanKey key) {
    return scan.isMeantBy(key, defaultTenant);
  }

  private static boolean hasBegun(KnownScan scan, KnownPhase phase) {
    return scan.span().startMicros() <= phase.startMicros();
  }

  private Namesakes named(ScanKey key) {
    return byId.computeIfAbsent(
        key.id(), id -> new Namesakes(new LinkedHashSet<>(), new LinkedHashSet<>()));
  }

  private void tidy(ScanKey key, Namesakes namesakes) {
    if (namesakes.scans.isEmpty() && namesakes.phases.isEmpty()) {
      byId.remove(key.id());
    }
  }
}
