package io.scanmetrics.agent.telemetry;

/** Makes the JDK's executors and futures call the bridge, so that scans can be followed. */
public interface JdkWeaving {
  /** From here on they do; called when a scan begins, and not again before {@link #restore}. */
  void weave();

  /** Gives them back as they were. */
  void restore();
}
