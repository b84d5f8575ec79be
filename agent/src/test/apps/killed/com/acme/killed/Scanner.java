package com.acme.killed;

import java.io.IOException;
import java.util.Random;

final class Scanner {
  private static final int MOST_PHASES = 6;
  private static final int MOST_MILLIS = 40;

  final Returned returned;
  private final Random random;

  Scanner(Returned returned, Random random) {
    this.returned = returned;
    this.random = random;
  }

  void scan(String id) throws IOException, InterruptedException {
    int phases = 1 + random.nextInt(MOST_PHASES);
    boolean quick = random.nextBoolean();
    for (int number = 1; number <= phases; number++) {
      int millis = quick ? 0 : random.nextInt(MOST_MILLIS);
      if (random.nextBoolean()) {
        ingest(number, millis);
      } else {
        analyze(number, millis);
      }
      returned.note("phase", id, number);
    }
  }

  private static void ingest(int number, int millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  private static void analyze(int number, int millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}
