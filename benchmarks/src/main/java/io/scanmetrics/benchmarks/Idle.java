package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A scanner that has made one scan and waits for the next. Prints what its JVM takes meanwhile:
 * resident memory in KiB, loaded classes, live threads.
 */
public final class Idle {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private Idle() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    new Idle().scan();
    Thread.sleep(Long.parseLong(arguments[0]));
    String resident =
        Files.readString(STATUS)
            .lines()
            .filter(line -> line.startsWith(RESIDENT))
            .findFirst()
            .orElseThrow();
    System.out.printf(
        "%s;%d;%d%n",
        resident.replaceAll("\\D", ""),
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  int scan() {
    return analyze() + 1;
  }

  int analyze() {
    return 1;
  }
}
