package io.scanmetrics.agent.telemetry;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The phase that one thread has begun last for one scan: written by that thread at the cost of a
 * store, read by the agent's thread now and then, to learn in which phase a long scan is.
 */
final class LastPhase {
  private final AtomicReference<@Nullable OpenPhase> phase = new AtomicReference<>();
  private volatile @Nullable OpenScan scan;

  LastPhase(OpenScan scan) {
    this.scan = scan;
  }

  /** Whether it is looked at for that scan; one that is not is of no use any more. */
  boolean isOf(OpenScan another) {
    return scan == another;
  }

  void began(OpenPhase begun) {
    phase.lazySet(begun);
  }

  /** Nobody looks at it any more, and it keeps nothing alive. */
  void retire() {
    scan = null;
    phase.lazySet(null);
  }

  /**
   * The innermost phase that still runs, as far as can be seen: a phase that ends at this very
   * moment may be taken for one that runs.
   */
  @Nullable OpenPhase running() {
    return OpenPhase.running(phase.get());
  }
}
