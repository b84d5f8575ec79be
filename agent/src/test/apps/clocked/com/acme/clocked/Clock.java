package com.acme.clocked;

/** Keeps readings of the monotonic clock; room for all of them is there from the beginning. */
final class Clock {
  static final String[] STEPS = {"scan", "ingest", "analyze", "vex", "publish"};

  private final long[][] begun;
  private final long[][] ended;

  Clock(int scans) {
    begun = new long[scans][STEPS.length];
    ended = new long[scans][STEPS.length];
  }

  void set(int scan, int step, long begin, long end) {
    begun[scan][step] = begin;
    ended[scan][step] = end;
  }

  void print() {
    for (int scan = 0; scan < begun.length; scan++) {
      for (int step = 0; step < STEPS.length; step++) {
        System.out.println(
            scan + " " + STEPS[step]
                + " " + (begun[scan][step] - begun[scan][0]) / 1_000
                + " " + (ended[scan][step] - begun[scan][step]) / 1_000);
      }
    }
  }
}
