package io.scanmetrics.benchmarks;

/**
 * A scanner whose one scan takes some seconds. Prints when its work was done, as the time of day.
 */
public final class LongScan {
  private static final int PHASES = 30;
  private static final int PHASE_MILLIS = 100;

  private LongScan() {}

  public static void main(String[] arguments) throws InterruptedException {
    new LongScan().scan();
    System.out.println(System.currentTimeMillis());
  }

  void scan() throws InterruptedException {
    for (int i = 0; i < PHASES; i++) {
      analyze();
    }
  }

  void analyze() throws InterruptedException {
    Thread.sleep(PHASE_MILLIS);
  }
}
