package com.acme.shapes;

import java.util.concurrent.Callable;

final class Scans {
  private Scans() {}

  static int scan(String id, Callable<Integer> work) {
    try {
      int result = run(id, work);
      System.out.println(id + ": " + result);
      return result;
    } catch (Exception | StackOverflowError e) {
      System.out.println(id + ": " + e.getClass().getName());
      return -1;
    }
  }

  private static int run(String id, Callable<Integer> work) throws Exception {
    return work.call();
  }
}
