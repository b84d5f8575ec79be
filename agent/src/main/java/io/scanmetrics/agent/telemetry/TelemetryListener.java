package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.expression.Expression;

/**
 * Hears what goes wrong between calls and spans, for log and meters. Called on the application's
 * threads, possibly at every call: must be quick and must not throw.
 */
public interface TelemetryListener {
  /** A phase ran outside any scan and is not counted. */
  void phaseOrphaned(Rule rule);

  /**
   * A phase that names its scan is not counted, because no such scan has begun.
   *
   * @param key as the phase names the scan
   * @param why half a sentence about the scan, for people
   */
  void scanMissing(Rule rule, String key, String why);

  /**
   * What was begun by a rule with a start and an end has not ended while so many others began that
   * there is no room to wait for it any longer: a scan is given up, a phase is not counted.
   */
  void neverEnded(Rule rule);

  /** A scan is not recorded, because others come faster than they can be kept. */
  void scanRefused();

  /**
   * The JVM ends.
   *
   * @param refusedScans how often {@link #scanRefused} was told
   * @param events beginnings and ends of scans and phases that there was no time to record
   */
  void notRecorded(long refusedScans, int events);

  /** An expression had no value because reading it failed. */
  void expressionFailed(Rule rule, Expression expression, String reason);

  /** One scan or phase could not be made a span. */
  void spanFailed(Throwable cause);

  /** Nothing is tracked from here on. */
  void telemetryFailed(Throwable cause);
}
