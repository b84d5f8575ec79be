package io.scanmetrics.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A scanner that makes scans of six phases at a steady rate. Prints what one takes of the
 * processors, all threads of its JVM included, in microseconds.
 */
public final class SteadyLoad extends SixPhases {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private int calls;

  private SteadyLoad() {}

  /**
   * Makes scans, first to warm up.
   *
   * @param arguments scans a second and seconds to warm up, then both to measure
   */
  public static void main(String[] arguments) {
    SteadyLoad scanner = new SteadyLoad();
    scanner.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    long before = SYSTEM.getProcessCpuTime();
    int scans = scanner.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    double nanos = SYSTEM.getProcessCpuTime() - before;
    System.out.printf("%.1f%n", nanos / 1_000 / scans);
  }

  private int run(int rate, int seconds) {
    int scans = rate * seconds;
    calls = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < scans; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      scan();
    }
    if (calls != scans * PHASES) {
      throw new IllegalStateException(calls + " calls");
    }
    return scans;
  }

  @Override
  void work() {
    calls++;
  }
}
