package io.scanmetrics.benchmarks;

/** What one contender took: by the clock on the wall, and of the processors. */
record WallAndCpu(Sample wall, Sample cpu) {
  WallAndCpu() {
    this(new Sample(), new Sample());
  }
}
