package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;

/**
 * Where the agent's spans are made and what they go through: a private SDK, or the SDK of whoever
 * hosts the agent.
 */
public interface SpanHost {
  /** Makes the spans. */
  OpenTelemetry openTelemetry();

  /** The JVM is about to end: scans that are still open are written as they are. */
  void abortOpenScans();

  /**
   * Hands on everything that waits, and gives back what it holds.
   *
   * @param timeout after which the rest is left where it is
   */
  void close(Duration timeout);
}
