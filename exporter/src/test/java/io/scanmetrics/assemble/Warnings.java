package io.scanmetrics.assemble;

import io.scanmetrics.ExporterLog;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A log of which the warnings are kept. */
final class Warnings implements ExporterLog {
  final Queue<String> all = new ConcurrentLinkedQueue<>();

  @Override
  public void info(String message) {}

  @Override
  public void warn(String message) {
    all.add(message);
  }
}
