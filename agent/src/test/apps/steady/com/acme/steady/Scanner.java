package com.acme.steady;

import java.util.concurrent.locks.LockSupport;

final class Scanner {
  private static final long PHASE_NANOS = 2_000_000;

  void scan(String id) {
    ingest();
    returned(id, "ingest");
    analyze();
    returned(id, "analyze");
    publish();
    returned(id, "publish");
  }

  static void ingest() {
    work();
  }

  static void analyze() {
    work();
  }

  static void publish() {
    work();
  }

  private static void work() {
    LockSupport.parkNanos(PHASE_NANOS);
  }

  static void returned(String id, String what) {
    System.out.println(System.currentTimeMillis() + " " + id + " " + what);
  }
}
