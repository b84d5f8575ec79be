package com.acme.scanner;

public final class Work {
  private Work() {}

  /** Computes for about that long. */
  public static void millis(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
