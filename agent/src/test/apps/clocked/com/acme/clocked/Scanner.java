package com.acme.clocked;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class Scanner {
  private final Clock clock;
  private final ExecutorService pool;

  Scanner(Clock clock, ExecutorService pool) {
    this.clock = clock;
    this.pool = pool;
  }

  void scan(int scan) throws Exception {
    long begin = System.nanoTime();
    new Ingest().run(clock, scan);
    Future<Integer> first = pool.submit(() -> new Analyze().run(clock, scan));
    Future<Integer> second = pool.submit(() -> new Vex().run(clock, scan));
    first.get();
    second.get();
    try {
      new Publish().run(clock, scan);
    } catch (IllegalStateException e) {
      // It is of no use.
    }
    clock.set(scan, 0, begin, System.nanoTime());
  }
}

interface Step {
  int run(Clock clock, int scan);

  /** Computes for about that long. */
  static int work(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    int rounds = 0;
    while (System.nanoTime() < end) {
      rounds++;
    }
    return rounds;
  }
}

final class Ingest implements Step {
  @Override
  public int run(Clock clock, int scan) {
    long begin = System.nanoTime();
    int rounds = Step.work(8);
    clock.set(scan, 1, begin, System.nanoTime());
    return rounds;
  }
}

final class Analyze implements Step {
  @Override
  public int run(Clock clock, int scan) {
    long begin = System.nanoTime();
    int rounds = Step.work(5);
    clock.set(scan, 2, begin, System.nanoTime());
    return rounds;
  }
}

final class Vex implements Step {
  @Override
  public int run(Clock clock, int scan) {
    long begin = System.nanoTime();
    int rounds = Step.work(0);
    clock.set(scan, 3, begin, System.nanoTime());
    return rounds;
  }
}

final class Publish implements Step {
  @Override
  public int run(Clock clock, int scan) {
    long begin = System.nanoTime();
    Step.work(1);
    long end = System.nanoTime();
    clock.set(scan, 4, begin, end);
    throw new IllegalStateException("nobody listens");
  }
}
