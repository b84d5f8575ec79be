package io.scanmetrics.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.scanmetrics.ExporterLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way in for hosts that can only plug in an exporter. Sees what they export: sampled spans,
 * once they have ended, those that the processor before it has not dropped.
 *
 * <p>Takes spans over, copying what it keeps, and answers at once that this succeeded: retrying is
 * the business of what comes behind. For any thread.
 */
final class ScanSpanExporter implements SpanExporter {
  private final ScanMetricsExporter owner;
  private final SpanIntake intake;
  private final ExporterLog log;
  private final AtomicBoolean shutDown = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();

  ScanSpanExporter(ScanMetricsExporter owner, SpanIntake intake, ExporterLog log) {
    this.owner = owner;
    this.intake = intake;
    this.log = log;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (shutDown.get()) {
      return CompletableResultCode.ofFailure();
    }
    try {
      List<SpanData> others = new ArrayList<>();
      for (SpanData span : spans) {
        if (!intake.ended(span)) {
          others.add(span);
        }
      }
      // Only now is it known for all of the batch which traces are of interest.
      for (SpanData span : others) {
        intake.passing(span.getSpanContext(), span.getParentSpanContext());
      }
      return CompletableResultCode.ofSuccess();
    } catch (RuntimeException | LinkageError fault) {
      if (reported.compareAndSet(false, true)) {
        log.warn("Spans could not be taken over, please report this: " + fault);
      }
      return CompletableResultCode.ofExceptionalFailure(fault);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return owner.flushInBackground();
  }

  @Override
  public CompletableResultCode shutdown() {
    shutDown.set(true);
    return owner.closeInBackground();
  }

  @Override
  public String toString() {
    return "ScanSpanExporter{" + owner + "}";
  }
}
