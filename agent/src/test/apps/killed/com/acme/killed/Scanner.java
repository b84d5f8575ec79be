package com.acme.killed;

import java.io.IOException;
import java.util.Random;

final class Scanner {
  private static final int MOST_PHASES = 6;
  private static final int MOST_MILLIS = 40;

  final Returned returned;
  private final Random random;
  private final int phaseMillis;

  /**
   * @param phaseMillis how long each phase takes; 0 for any time
   */
  Scanner(Returned returned, Random random, int phaseMillis) {
    this.returned = returned;
    this.random = random;
    this.phaseMillis = phaseMillis;
  }

  void scan(String id) throws IOException, InterruptedException {
    int phases = phaseMillis > 0 ? MOST_PHASES : 1 + random.nextInt(MOST_PHASES);
    boolean quick = random.nextBoolean();
    for (int number = 1; number <= phases; number++) {
      int millis = phaseMillis > 0 ? phaseMillis : quick ? 0 : random.nextInt(MOST_MILLIS);
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
