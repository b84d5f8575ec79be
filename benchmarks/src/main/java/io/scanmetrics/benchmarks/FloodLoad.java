package io.scanmetrics.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A scanner that calls a phase which does nothing a million times in one scan, in a JVM of its own:
 * what is left is what it costs to measure calls that have no rows of their own. Prints the time of
 * such a call, and the processor time of the whole JVM for it.
 */
public final class FloodLoad {
  /** More than have rows. */
  private static final int BEFORE = 2_000;

  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 1_000_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private int calls;

  private FloodLoad() {}

  public static void main(String[] arguments) {
    FloodLoad scanner = new FloodLoad();
    scanner.scan(WARM_UP);
    System.out.println(scanner.scan(MEASURED));
  }

  /** What the rules call a scan. */
  String scan(int times) {
    loop(BEFORE);
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    loop(times);
    long wall = System.nanoTime() - begin;
    long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
    return String.format("%.1f;%.1f", wall / (double) times, cpu / (double) times);
  }

  private void loop(int times) {
    for (int i = 0; i < times; i++) {
      analyze();
    }
    if (calls == 0) {
      throw new IllegalStateException("nothing was called");
    }
  }

  /** What the rules call a phase. */
  void analyze() {
    calls++;
  }
}
