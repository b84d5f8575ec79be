package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scan and a phase have in common on their way from calls to spans. Written on the
 * application's threads; each part is handed to the agent's thread through the {@link SpanQueue},
 * which makes it visible there, and not touched after that.
 */
abstract sealed class Execution permits OpenScan, OpenPhase {
  /** Attributes known when it began. */
  final Map<String, Object> attributes;

  /** By {@link System#nanoTime}. */
  long startedAt;

  /** Attributes that came to light when the call returned that began it, if another one ends it. */
  volatile Map<String, Object> startAttributes = Map.of();

  /** Attributes that came to light at its end. */
  Map<String, Object> lateAttributes = Map.of();

  /** By {@link System#nanoTime}. */
  long endedAt;

  /** {@code null} if it succeeded. */
  @Nullable Failure failure;

  Execution(Map<String, Object> attributes) {
    this.attributes = attributes;
  }

  /** The scan that it is, or belongs to. */
  abstract OpenScan scan();
}
