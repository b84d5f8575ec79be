package io.scanmetrics.agent.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** How threads share the processors, by the count of Linux. */
public final class RunQueue {
  private static final Path PROCESSES = Path.of("/proc");

  /** The second number of its line, after how long the thread ran. */
  private static final String TIMES = "schedstat";

  private static final String SLEPT = "voluntary_ctxt_switches:";

  private RunQueue() {}

  /**
   * How long a process's threads of that name have waited there so far; 0 where nobody counts.
   *
   * @param name of which the system knows the first characters
   */
  public static long millisWaited(Process process, String name) throws IOException {
    return TimeUnit.NANOSECONDS.toMillis(sum(process, name, RunQueue::nanosWaited));
  }

  /** How often they have given up their processor to wait for something; 0 where nobody counts. */
  public static long timesSlept(Process process, String name) throws IOException {
    return sum(process, name, RunQueue::timesSlept);
  }

  private static long sum(Process process, String name, ToLongFunction<Path> count)
      throws IOException {
    Path threads = PROCESSES.resolve(process.pid() + "/task");
    if (!Files.isDirectory(threads)) {
      return 0;
    }
    long sum = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
      for (Path thread : each) {
        sum += name.startsWith(read(thread, "comm")) ? count.applyAsLong(thread) : 0;
      }
    }
    return sum;
  }

  private static long timesSlept(Path thread) {
    return read(thread, "status")
        .lines()
        .filter(line -> line.startsWith(SLEPT))
        .mapToLong(line -> Long.parseLong(line.substring(SLEPT.length()).strip()))
        .sum();
  }

  private static long nanosWaited(Path thread) {
    String[] times = read(thread, TIMES).split(" ", -1);
    return times.length < 2 ? 0 : Long.parseLong(times[1]);
  }

  /** Nothing of a thread that has just ended. */
  private static String read(Path thread, String file) {
    try {
      return Files.readString(thread.resolve(file)).strip();
    } catch (IOException e) {
      return "-";
    }
  }
}
