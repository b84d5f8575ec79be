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
  final @Nullable OpenPhase enclosing;

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
}
