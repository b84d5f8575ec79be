package com.acme.scanner;

import java.util.function.Supplier;

/** The application's own clock: with {@code -Dtimings=true} it prints what each step took. */
final class Timings {
  private static final boolean PRINTED = Boolean.getBoolean("timings");

  private Timings() {}

  static <T> T of(String step, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      if (PRINTED) {
        System.out.println("took " + step + " " + (System.nanoTime() - begin) / 1_000 + " us");
      }
    }
  }
}
