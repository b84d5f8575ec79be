package io.scanmetrics.agent.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where threads that could go on wait for a processor, by the count of Linux. */
public final class RunQueue {
  private static final Path PROCESSES = Path.of("/proc");

  /** The second number of its line, after how long the thread ran. */
  private static final String TIMES = "schedstat";

  private RunQueue() {}

  /**
   * How long a process's threads of that name have waited there so far; 0 where nobody counts.
   *
   * @param name of which the system knows the first characters
   */
  public static long millisWaited(Process process, String name) throws IOException {
    Path threads = PROCESSES.resolve(process.pid() + "/task");
    if (!Files.isDirectory(threads)) {
      return 0;
    }
    long nanos = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
      for (Path thread : each) {
        nanos += name.startsWith(read(thread, "comm")) ? nanosWaited(thread) : 0;
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(nanos);
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
