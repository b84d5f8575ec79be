package io.scanmetrics.agent.spans;

import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gives each scan and each phase its place in a trace: a scan begins one, unless the environment
 * names one; a phase is inside the phase that it runs in, or else its scan. For one thread at a
 * time.
 */
public final class Traces {
  private final @Nullable EnvironmentTrace around;
  private final boolean sampled;

  /**
   * @param around what all scans are part of, {@code null} if nothing
   * @param sampled whether to expect scans to be sampled until the SDK has decided
   */
  public Traces(@Nullable EnvironmentTrace around, boolean sampled) {
    this.around = around;
    this.sampled = sampled && (around == null || around.sampled());
  }

  /** The place of a scan, always the same. */
  public TracedSpan of(OpenScan scan) {
    if (scan.note() instanceof TracedSpan known) {
      return known;
    }
    TracedSpan traced =
        around == null
            ? new TracedSpan(random() + random(), random(), null, sampled)
            : new TracedSpan(around.traceId(), random(), around.spanId(), sampled);
    scan.note(traced);
    return traced;
  }

  /** The place of an execution of a phase, always the same. */
  public TracedSpan of(OpenPhase phase) {
    if (phase.note() instanceof TracedSpan known) {
      return known;
    }
    OpenPhase enclosing = phase.enclosing();
    TracedSpan scan = of(phase.scan());
    TracedSpan parent = enclosing == null ? scan : of(enclosing);
    TracedSpan traced = new TracedSpan(parent, random(), !phase.isSurplus());
    phase.note(traced);
    return traced;
  }

  /** Never zero, which is no id. */
  private static String random() {
    long id = 0;
    while (id == 0) {
      id = ThreadLocalRandom.current().nextLong();
    }
    return HexFormat.of().toHexDigits(id);
  }
}
