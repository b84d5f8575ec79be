package io.scanmetrics.agent.telemetry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a phase that has begun. One that is surplus, because its scan has run the phase
 * very often, will be one of many of which nobody knows one from the other, unless something is
 * inside it or somebody has heard of it before it ends.
 */
public final class OpenPhase extends Execution {
  final String name;
  private final OpenScan scan;

  /** Of a surplus one. */
  private final @Nullable AtomicReference<Part> part;

  private @Nullable OpenPhase enclosing;

  /** Whether the recorder knows that it runs for long. Of the agent's thread. */
  boolean toldThatItRuns;

  /** What a surplus execution turns out to be. */
  private enum Part {
    UNDECIDED,
    ITS_OWN,
    ONE_OF_MANY
  }

  /**
   * @param innermost the phase that it begins in, if that still runs
   * @param surplus whether it comes after those of its name that are told one by one
   */
  OpenPhase(
      String name,
      OpenScan scan,
      @Nullable OpenPhase innermost,
      boolean surplus,
      Map<String, Object> attributes) {
    super(attributes);
    this.name = name;
    this.scan = scan;
    this.part = surplus ? new AtomicReference<>(Part.UNDECIDED) : null;
    OpenPhase outer = running(innermost);
    while (outer != null && !outer.staysItself()) {
      outer = running(outer.enclosing);
    }
    this.enclosing = outer;
  }

  @Override
  public OpenScan scan() {
    return scan.itself();
  }

  /** As its rule names it. */
  public String name() {
    return name;
  }

  /** The innermost phase of the same scan that it runs inside; {@code null} if none. */
  public @Nullable OpenPhase enclosing() {
    return enclosing;
  }

  /** Whether its scan has run the phase so often that it has no span. */
  public boolean isSurplus() {
    return part != null;
  }

  /**
   * It is known to somebody, and so it will be told by itself.
   *
   * @return false if it is over, and one of many already
   */
  public boolean staysItself() {
    return part == null
        || part.compareAndExchange(Part.UNDECIDED, Part.ITS_OWN) != Part.ONE_OF_MANY;
  }

  /** It is over; returns whether it is one of many from now on. */
  boolean joinsOthers() {
    return part != null && part.compareAndSet(Part.UNDECIDED, Part.ONE_OF_MANY);
  }

  /**
   * The innermost of a phase and those around it that still runs. A phase that has handed over a
   * task may be over when that is run.
   */
  static @Nullable OpenPhase running(@Nullable OpenPhase innermost) {
    OpenPhase phase = innermost;
    while (phase != null && phase.endedAt != 0) {
      phase = phase.enclosing;
    }
    return phase;
  }

  /**
   * Keeps nothing alive of what it ran inside and what is over, now that it is recorded what that
   * was: tasks that hand over tasks would make one long chain.
   */
  public void letGo() {
    enclosing = running(enclosing);
  }
}
