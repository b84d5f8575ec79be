package com.acme.steady;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/**
 * {@code Main NAME}: for each number on standard input so many scans, until the input ends. Prints
 * a line, with the time in milliseconds, whenever a phase or a scan has returned. Where it reads
 * {@code heap} it prints how many bytes are in use after a collection; where it reads {@code
 * stderr} and a number, so many bytes on stderr.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    int scans = 0;
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("heap")) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println("heap " + (runtime.totalMemory() - runtime.freeMemory()));
        continue;
      }
      if (order.startsWith("stderr ")) {
        System.err.print("x".repeat(Integer.parseInt(order.substring("stderr ".length()))));
        continue;
      }
      for (int end = scans + Integer.parseInt(order); scans < end; scans++) {
        String id = arguments[0] + "-" + scans;
        new Scanner().scan(id);
        Scanner.returned(id, "scan");
      }
    }
    System.out.println("end of main");
  }
}
