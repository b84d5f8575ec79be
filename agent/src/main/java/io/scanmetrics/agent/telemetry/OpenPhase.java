package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An execution of a phase that has begun. */
public final class OpenPhase extends Execution {
  final String name;
  private final OpenScan scan;

  private @Nullable OpenPhase enclosing;

  OpenPhase(
      String name, OpenScan scan, @Nullable OpenPhase enclosing, Map<String, Object> attributes) {
    super(attributes);
    this.name = name;
    this.scan = scan;
    this.enclosing = enclosing;
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
