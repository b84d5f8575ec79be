package io.scanmetrics.agent.start;

import io.scanmetrics.agent.telemetry.Telemetry;
import java.time.Duration;

/** Runs when the JVM ends in an orderly way, beside the application's own hooks. */
final class ExitHook extends Thread {
  private final Telemetry telemetry;
  private final Duration timeout;

  ExitHook(Telemetry telemetry, Duration timeout) {
    super(null, null, "scan-metrics-exit", 0, false);
    this.telemetry = telemetry;
    this.timeout = timeout;
  }

  @Override
  public void run() {
    try {
      telemetry.end(timeout);
    } catch (Throwable e) {
      // The JVM ends; nobody is left who could do anything about it.
    }
  }
}
