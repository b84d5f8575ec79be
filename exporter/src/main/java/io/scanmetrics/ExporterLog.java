package io.scanmetrics;

/**
 * Where the exporter tells people what it has to tell them, in whole sentences on one line each,
 * already throttled. The host decides where they go: the agent has its own log, an application its
 * logging framework. Called on any thread; what it throws is swallowed.
 */
public interface ExporterLog {
  /** Something is as it should be again. */
  void info(String message);

  /** Something needs a person's attention; the message says what to do. */
  void warn(String message);
}
