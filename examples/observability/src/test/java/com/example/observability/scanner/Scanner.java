package com.example.observability.scanner;

import com.example.observability.scanner.Request.End;
import java.util.concurrent.CountDownLatch;

/** The methods that the rules name. */
final class Scanner {
  private final CountDownLatch never = new CountDownLatch(1);

  void scan(Request request) throws InterruptedException {
    ingest();
    analyze(request);
    vex();
  }

  void ingest() {}

  void analyze(Request request) throws InterruptedException {
    if (request.end() == End.FAILED) {
      throw new IllegalArgumentException("no archive: " + request.id());
    }
    if (request.end() == End.NEVER) {
      never.await();
    }
  }

  void vex() {}
}
