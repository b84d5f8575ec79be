package com.acme.metered;

public final class Scanner {
  public void scan(String id) {
    vex();
  }

  static void vex() {}
}
