package com.acme.killed;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Random;

/**
 * {@code Main LOG PREFIX SEED [MILLIS]}: one scan after the other, from the first moment on, some of
 * them over in no time, or of phases that take that long each. Notes which phases and scans have
 * returned, and when, as soon as they have.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Random random = new Random(Long.parseLong(arguments[2]));
    try (FileOutputStream log = new FileOutputStream(arguments[0])) {
      int millis = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
      Scanner scanner = new Scanner(new Returned(log), random, millis);
      Thread beating = new Thread(() -> beat(scanner.returned));
      beating.setDaemon(true);
      beating.start();
      for (int number = 0; ; number++) {
        String id = arguments[1] + "-" + number;
        scanner.scan(id);
        scanner.returned.note("scan", id, 0);
        Thread.sleep(1);
      }
    }
  }

  /** Tells whether the machine lets the JVM run. */
  private static void beat(Returned log) {
    try {
      while (true) {
        log.note("beat", "-", 0);
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
