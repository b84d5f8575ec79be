package com.acme.endings;

/** {@code Main HOW}: one scan that ends in that way. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "late" -> late();
      case "exit" -> new Scanner().scan("nightly", Main::exit);
      case "halt" -> new Scanner().scan("nightly", Main::halt);
      case "memory" -> new Scanner().scan("nightly", Main::fillMemory);
      case "uncaught" -> new Scanner().scan("nightly", Main::fail);
      case "hang" -> new Scanner().scan("nightly", Main::hang);
      case "again" -> {
        new Scanner().scan("nightly", () -> {});
        new Scanner().scan("nightly", () -> {});
      }
      case "again-and-hang" -> {
        new Scanner().scan("nightly", () -> {});
        new Scanner().scan("nightly", () -> {});
        hang();
      }
      case "phases" -> {
        Scanner.ingest();
        Scanner.publish(() -> {});
      }
      case "overflow" -> {
        // Where it ends is another place each time, also one inside of the agent.
        for (int i = 0; i < 40; i++) {
          overflow(i);
        }
        for (int i = 0; i < 10; i++) {
          Scanner.publish(() -> {});
        }
      }
      case "failed-phase" -> {
        Scanner.ingest();
        try {
          Scanner.publish(Main::fail);
        } catch (IllegalStateException e) {
          System.out.println("publish: " + e.getMessage());
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("end of main");
  }

  private static void exit() {
    System.out.println("exit");
    System.exit(7);
  }

  /** Once what was before is some milliseconds old. */
  private static void halt() {
    sleep(200);
    System.out.println("halt");
    Runtime.getRuntime().halt(9);
  }

  /** Leaves whoever measures time for all that is not the scan's own. */
  private static void late() throws Exception {
    Class.forName("com.acme.endings.Scanner");
    Thread.sleep(2_000);
    System.out.println("scan begins");
    new Scanner().scan("nightly", () -> {});
    Thread.sleep(1_500);
    System.out.println("scan is over");
  }

  private static void fillMemory() {
    long[][] all = new long[1 << 20][];
    for (int i = 0; ; i++) {
      all[i] = new long[1 << 20];
    }
  }

  private static void overflow(int i) {
    Thread thread =
        new Thread(null, () -> descend(i), "overflow-" + i, (160 + i) << 10);
    thread.setUncaughtExceptionHandler((which, error) -> {});
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int descend(int levels) {
    return levels > 0 ? 1 + descend(levels - 1) : descendInPhases(0);
  }

  private static int descendInPhases(int level) {
    Scanner.ingest();
    return 1 + descendInPhases(level + 1);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until its standard input ends. */
  private static void hang() {
    try {
      while (System.in.read() >= 0) {}
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void fail() {
    throw new IllegalStateException("no disk");
  }
}
