package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link Scan} that has not finished was when it was last looked at: what an operator
 * asks first of a scan that hangs.
 *
 * @param lastSeenAt when it was known to run; of a finished scan its finish
 * @param phase the phase that ran then, of several the one that started last; {@code null} if none
 *     did or nobody knows
 * @param phaseStartedAt when that one started; {@code null} as it is
 */
public record Progress(
    Instant lastSeenAt, @Nullable String phase, @Nullable Instant phaseStartedAt) {

  /** Seen then, in no phase that anyone knows of. */
  public static Progress seenAt(Instant lastSeenAt) {
    return new Progress(lastSeenAt, null, null);
  }

  /** The same, but in no phase if the one it was in is among these, which have ended. */
  public Progress after(Collection<PhaseExecution> ended) {
    boolean over =
        ended.stream().anyMatch(one -> one.startedAt().equals(phaseStartedAt) && isPhase(one));
    return over ? seenAt(lastSeenAt) : this;
  }

  private boolean isPhase(PhaseExecution one) {
    return PhaseName.of(String.valueOf(phase)) == one.phase();
  }
}
