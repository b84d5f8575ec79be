package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;

/** Another agent that may be attached to the same JVM, and could host this one. */
final class OpenTelemetryAgent {
  /** Its bootstrap classes are there from its own {@code premain} on. */
  private static final String BOOTSTRAP =
      "io.opentelemetry.javaagent.bootstrap.InstrumentationHolder";

  private OpenTelemetryAgent() {}

  /** Says so if it is there: both go on, but spans of the one do not lie in those of the other. */
  static void sayIfAttached(AgentLog log) {
    try {
      Class.forName(BOOTSTRAP, false, null);
      log.warn(
          "the OpenTelemetry agent is in this JVM as well; for scans in its traces, attach that"
              + " alone with -Dotel.javaagent.extensions=scan-metrics-extension.jar");
    } catch (ClassNotFoundException e) {
      // As in most JVMs.
    }
  }
}
