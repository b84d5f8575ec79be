package io.scanmetrics.benchmarks;

import java.lang.instrument.Instrumentation;

/** The smallest agent: the floor for every other. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Does nothing. */
  public static void premain(String arguments, Instrumentation instrumentation) {}
}
