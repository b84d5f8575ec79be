package io.scanmetrics.agent.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An execution of a phase that has begun. */
final class OpenPhase extends Execution {
  final String name;
  private final OpenScan scan;

  /** The innermost phase of the same scan that it runs inside; {@code null} if none. */
  @Nullable OpenPhase enclosing;

  /** Its span and the parent of the spans of phases inside it; the agent's thread only. */
  @Nullable Span span;

  @Nullable Context context;

  OpenPhase(
      String name, OpenScan scan, @Nullable OpenPhase enclosing, Map<String, Object> attributes) {
    super(attributes);
    this.name = name;
    this.scan = scan;
    this.enclosing = enclosing;
  }

  @Override
  OpenScan scan() {
    return scan;
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
   * Keeps nothing alive of what it ran inside and what is over, now that its own span knows its
   * parent: tasks that hand over tasks would make one long chain.
   */
  void letGo() {
    enclosing = running(enclosing);
  }
}
