package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * A scan that phases have named and that has not begun. Until it does, a stand-in takes its place:
 * phases belong to it like to any scan, but nothing is recorded of them. Safe for any thread.
 */
final class ExpectedScan {
  private final String key;
  private final long since;
  private final OpenScan standIn = OpenScan.standIn(this);

  // Guarded by this.
  private final List<Rule> begun = new ArrayList<>();
  private final List<OpenPhase> ended = new ArrayList<>();
  private boolean settled;

  /**
   * @param since by {@link System#nanoTime}
   */
  ExpectedScan(String key, long since) {
    this.key = key;
    this.since = since;
  }

  String key() {
    return key;
  }

  long since() {
    return since;
  }

  OpenScan standIn() {
    return standIn;
  }

  /**
   * A phase of it is about to begin.
   *
   * @return whether that still waits for the scan
   */
  synchronized boolean admit(Rule rule) {
    return !settled && begun.add(rule);
  }

  /**
   * A phase of it has ended.
   *
   * @return false if the scan has begun meanwhile, and the phase is to be recorded like any other
   */
  synchronized boolean keeps(OpenPhase phase) {
    if (!settled) {
      ended.add(phase);
    }
    return !hasBegun();
  }

  boolean hasBegun() {
    return standIn.itself() != standIn;
  }

  /** The scan has begun. Returns the phases that have ended by now, for they are its own. */
  synchronized List<OpenPhase> meets(OpenScan scan) {
    settled = true;
    standIn.isReally(scan);
    return ended;
  }

  /** Nobody waits any more. Returns the rules of all its phases, as often as they began. */
  synchronized List<Rule> giveUp() {
    settled = true;
    ended.clear();
    return begun;
  }

  /** How many phases wait. */
  synchronized int size() {
    return begun.size();
  }
}
