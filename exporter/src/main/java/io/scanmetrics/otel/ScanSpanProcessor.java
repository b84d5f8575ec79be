package io.scanmetrics.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.scanmetrics.ExporterLog;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The durable way in: hands every span of scans and phases on as it starts and ends, whether it is
 * sampled or not, and drops none.
 *
 * <p>Runs on the application's threads: waits for nothing, and lets no failure through.
 */
final class ScanSpanProcessor implements SpanProcessor {
  private final ScanMetricsExporter owner;
  private final SpanIntake spans;
  private final ExporterLog log;
  private final AtomicBoolean reported = new AtomicBoolean();

  ScanSpanProcessor(ScanMetricsExporter owner, SpanIntake spans, ExporterLog log) {
    this.owner = owner;
    this.spans = spans;
    this.log = log;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    try {
      spans.started(span);
    } catch (Throwable fault) {
      report(fault);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    try {
      spans.ended(span);
    } catch (Throwable fault) {
      report(fault);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return owner.flushInBackground();
  }

  @Override
  public CompletableResultCode shutdown() {
    return owner.closeInBackground();
  }

  @Override
  public String toString() {
    return "ScanSpanProcessor{" + owner + "}";
  }

  private void report(Throwable fault) {
    if (reported.compareAndSet(false, true)) {
      log.warn("A span could not be taken over, please report this: " + fault);
    }
  }
}
