package com.acme.killed;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

public final class Scanner {
  private final String thread;
  private final Random random;
  private int phases;

  private Scanner(String thread) {
    this.thread = thread;
    this.random = new Random(thread.hashCode());
  }

  static void scanForEver(String thread) {
    Scanner scanner = new Scanner(thread);
    for (int scan = 0; ; scan++) {
      scanner.scan(thread + "-" + scan);
    }
  }

  void scan(String id) {
    int many = random.nextInt(12);
    for (int i = 0; i < many; i++) {
      String phase = thread + "/" + phases++;
      if (random.nextBoolean()) {
        ingest(phase);
      } else {
        analyze(phase);
      }
      System.out.println(phase + " " + System.currentTimeMillis());
    }
  }

  void ingest(String phase) {
    work();
  }

  void analyze(String phase) {
    work();
    if (random.nextInt(3) == 0) {
      String inner = phase + "-inner";
      ingest(inner);
      System.out.println(inner + " " + System.currentTimeMillis());
    }
  }

  private void work() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(25)));
  }
}
