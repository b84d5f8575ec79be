package com.acme.host;

/** Scans, and prints in the middle of the next scan which threads there are. */
public final class AllThreads {
  private AllThreads() {}

  public static void main(String[] arguments) {
    new Scanner().scan("nightly", "app.jar");
    Lookaround.awaitThread();
    new Scanner().scan("looking", "app.jar", AllThreads::print);
  }

  private static void print() {
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .sorted()
        .forEach(System.out::println);
  }
}
