package io.scanmetrics.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A scanner whose phases do nothing, for {@link CallBenchmark}: what is left is what measuring them
 * costs. Between two scans it rests, so that an agent which does its work on another thread can
 * keep up, and none has to drop what it measures or to hold the caller up. One for each thread.
 */
@State(Scope.Thread)
public class PhaseCall {
  /** In one scan; fewer than any agent may fold into one. */
  static final int PHASES = 500;

  private static final long REST_NANOS = 20_000_000;

  private int calls;

  /** Scans of 100 µs and more are long enough for JMH to measure each. */
  @Setup(Level.Invocation)
  public void rest() {
    long end = System.nanoTime() + REST_NANOS;
    for (long left = REST_NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Phases that nothing is read from. */
  @Benchmark
  @OperationsPerInvocation(PHASES)
  public int bare() {
    scan();
    return calls;
  }

  /** Phases with their argument as attribute. */
  @Benchmark
  @OperationsPerInvocation(PHASES)
  public int withArgument() {
    scanFiles();
    return calls;
  }

  /** What the rules call a scan. */
  void scan() {
    for (int i = 0; i < PHASES; i++) {
      analyze();
    }
  }

  /** What the rules call a scan, too. */
  void scanFiles() {
    for (int i = 0; i < PHASES; i++) {
      analyzeFile("file");
    }
  }

  /** What the rules call a phase. */
  void analyze() {
    calls++;
  }

  /** What the rules call a phase, with its argument as attribute. */
  void analyzeFile(String file) {
    calls += file.length();
  }
}
