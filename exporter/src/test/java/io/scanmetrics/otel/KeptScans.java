package io.scanmetrics.otel;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that keeps what it gets, and what people are told. */
final class KeptScans implements ScanStore, ExporterLog {
  final Queue<Scan> scans = new ConcurrentLinkedQueue<>();
  final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  final AtomicInteger closed = new AtomicInteger();

  ScanMetricsExporter exporter() {
    return ScanMetricsExporter.builder().store(this).log(this).build();
  }

  @Override
  public List<SetAside> write(List<Scan> batch) {
    scans.addAll(batch);
    return List.of();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  @Override
  public void info(String message) {}

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public String toString() {
    return "KeptScans";
  }
}
