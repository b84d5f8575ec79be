package io.scanmetrics.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A scanner whose phases do nothing, in a JVM of its own: what is left is what measuring them
 * costs. Prints a line for each way to call one: time and processor time of the whole JVM for a
 * phase, and what all threads allocated for it.
 */
public final class CallLoad {
  /** Fewer than any agent may fold into one. */
  private static final int PHASES = 500;

  private static final int WARM_UP = 400;
  private static final int MEASURED = 1_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private int calls;

  private CallLoad() {}

  public static void main(String[] arguments) throws InterruptedException {
    measure("bare", 1, CallLoad::scan);
    measure("bare", 2, CallLoad::scan);
    measure("with an argument as attribute", 1, CallLoad::scanWithArgument);
  }

  private interface Scan {
    void of(CallLoad scanner);
  }

  /** What the rules call a scan. */
  void scan() {
    for (int i = 0; i < PHASES; i++) {
      analyze();
    }
  }

  /** What the rules call a scan, too. */
  void scanWithArgument() {
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

  private static void measure(String name, int threads, Scan scan) throws InterruptedException {
    run(threads, WARM_UP, scan);
    long allocatedBefore = allocated();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    run(threads, MEASURED, scan);
    double phases = (double) threads * MEASURED * PHASES;
    long wall = System.nanoTime() - begin;
    long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
    long allocated = allocated() - allocatedBefore;
    System.out.printf(
        "%s;%d;%.1f;%.1f;%.1f%n",
        name, threads, wall * threads / phases, cpu / phases, allocated / phases);
  }

  private static void run(int threads, int scans, Scan scan) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread thread = new Thread(() -> loop(scans, scan));
      thread.start();
      running.add(thread);
    }
    loop(scans, scan);
    for (Thread thread : running) {
      thread.join();
    }
  }

  private static void loop(int scans, Scan scan) {
    CallLoad scanner = new CallLoad();
    for (int i = 0; i < scans; i++) {
      scan.of(scanner);
    }
    if (scanner.calls == 0) {
      throw new IllegalStateException("nothing was called");
    }
  }

  /** Of the threads that live. Those that have ended meanwhile are the loops' own, and few. */
  private static long allocated() {
    long bytes = 0;
    for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      bytes += Math.max(0, each);
    }
    return bytes;
  }
}
