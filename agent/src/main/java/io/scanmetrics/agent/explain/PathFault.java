package io.scanmetrics.agent.explain;

/** A path that was given cannot be looked into; the message says which, why, and what to give. */
public final class PathFault extends Exception {
  private static final long serialVersionUID = 1L;

  PathFault(String message) {
    super(message);
  }
}
