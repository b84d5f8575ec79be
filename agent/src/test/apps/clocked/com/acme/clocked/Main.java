package com.acme.clocked;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code Main SCANS}: scans that read the clock as their first and as their last statement, and
 * print at the very end when each execution began, since its scan did, and how long it took.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    int scans = Integer.parseInt(arguments[0]);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Clock clock = new Clock(scans);
    for (int scan = 0; scan < scans; scan++) {
      new Scanner(clock, pool).scan(scan);
    }
    pool.shutdown();
    clock.print();
  }
}
