package io.scanmetrics.otel;

import io.opentelemetry.api.impl.InstrumentationUtil;

/**
 * Keeps an OpenTelemetry agent from making spans of what the exporter itself does with libraries
 * that such an agent instruments, JDBC above all. Has no effect where the application's
 * OpenTelemetry is older than 1.63, which has no such switch.
 */
public final class Untraced {
  private static final boolean POSSIBLE = isPossible();

  private Untraced() {}

  /** Runs something, of which no spans are made. Any thread. */
  public static void run(Runnable work) {
    if (POSSIBLE) {
      InstrumentationUtil.suppressInstrumentation(work);
    } else {
      work.run();
    }
  }

  private static boolean isPossible() {
    try {
      InstrumentationUtil.suppressInstrumentation(() -> {});
      return true;
    } catch (NoClassDefFoundError tooOld) {
      return false;
    }
  }
}
