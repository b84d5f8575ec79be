package io.scanmetrics.benchmarks;

/** The smallest application: what a JVM costs that does nothing. */
public final class PrintsOneLine {
  private PrintsOneLine() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
