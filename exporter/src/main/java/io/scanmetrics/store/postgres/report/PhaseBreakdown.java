package io.scanmetrics.store.postgres.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the time goes, over scans that succeeded, replays left out.
 *
 * @param scans how many these are
 * @param slowScans the slowest tenth of them; 0 if all took the same time
 * @param slowFromMillis where that tenth begins; {@code null} without scans
 * @param slowExtra how much longer, on average, one of these took than the others, in milliseconds;
 *     {@code null} if there are none
 * @param sampled how many of the scans were looked into for phases that are none of the six
 * @param phases the six as a scan goes through them, then others, the costliest first
 * @param steps only those in which scans succeeded, in order
 */
public record PhaseBreakdown(
    long scans,
    long slowScans,
    @Nullable Long slowFromMillis,
    @Nullable Double slowExtra,
    long sampled,
    List<PhaseFigures> phases,
    List<PhaseStep> steps) {
  private static final double NOTHING = 0.001;

  public PhaseBreakdown {
    phases = List.copyOf(phases);
    steps = List.copyOf(steps);
  }

  /** The share of the time of all scans in which no phase ran, as far as one can tell; 0 to 1. */
  public double outside() {
    double outside = 1 - phases.stream().mapToDouble(PhaseFigures::share).sum();
    return scans == 0 || outside < NOTHING ? 0 : outside;
  }
}
