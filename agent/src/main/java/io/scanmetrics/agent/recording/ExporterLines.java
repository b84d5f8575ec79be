package io.scanmetrics.agent.recording;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.agent.log.AgentLog;

/** The exporter's messages as lines of the agent's log. */
record ExporterLines(AgentLog log) implements ExporterLog {
  @Override
  public void info(String message) {
    log.info(message);
  }

  @Override
  public void warn(String message) {
    log.warn(message);
  }
}
