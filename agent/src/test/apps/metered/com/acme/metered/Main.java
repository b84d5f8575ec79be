package com.acme.metered;

import java.io.IOException;

/** Scans once, and ends when it is told to. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    new Scanner().scan("nightly");
    System.out.println("scanned");
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
