package com.acme.threads;

import java.util.concurrent.Callable;

/** Structured concurrency, by reflection because this is compiled for Java 17. */
final class Structured {
  private Structured() {}

  static void run(String scan) throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    try (AutoCloseable scope = (AutoCloseable) type.getMethod("open").invoke(null)) {
      for (int i = 0; i < 3; i++) {
        type.getMethod("fork", Callable.class)
            .invoke(scope, (Callable<String>) () -> Scanner.analyze(scan));
      }
      type.getMethod("join").invoke(scope);
    }
  }
}
