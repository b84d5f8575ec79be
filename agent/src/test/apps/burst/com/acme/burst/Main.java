package com.acme.burst;

/** Two threads that scan as fast as they can, with nothing to do in a scan but to have phases. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    int scansEach = Integer.parseInt(arguments[0]) / 2;
    Thread other = new Thread(() -> scan("other", scansEach));
    other.start();
    scan("main", scansEach);
    other.join();
    System.out.println("scanned");
  }

  private static void scan(String thread, int scans) {
    for (int i = 0; i < scans; i++) {
      Engine.scan(thread + " " + i);
    }
  }
}

final class Engine {
  private Engine() {}

  static void scan(String id) {
    for (int i = 0; i < 8; i++) {
      Steps.step();
    }
  }
}

final class Steps {
  private Steps() {}

  static void step() {}
}
