package com.acme.endings;

/** {@code Main HOW}: one scan that ends in that way. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "exit" -> new Scanner().scan("nightly", Main::exit);
      case "uncaught" -> new Scanner().scan("nightly", Main::fail);
      case "again" -> {
        new Scanner().scan("nightly", () -> {});
        new Scanner().scan("nightly", () -> {});
      }
      case "phases" -> {
        Scanner.ingest();
        Scanner.publish(() -> {});
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

  private static void fail() {
    throw new IllegalStateException("no disk");
  }
}
