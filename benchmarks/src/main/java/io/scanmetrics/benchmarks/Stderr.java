package io.scanmetrics.benchmarks;

import io.scanmetrics.ExporterLog;

/** What the exporter says goes to stderr, beside the tables. */
final class Stderr implements ExporterLog {
  @Override
  public void info(String message) {
    System.err.println(message);
  }

  @Override
  public void warn(String message) {
    System.err.println(message);
  }
}
