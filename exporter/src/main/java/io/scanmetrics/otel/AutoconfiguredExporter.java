package io.scanmetrics.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What an SDK gets that asks for the exporter by its name. In an SDK that also lets {@link
 * ScanMetricsCustomizer} in, the processor takes its place and this one does nothing any more; in
 * one that does not, it is the way in.
 */
final class AutoconfiguredExporter implements SpanExporter {
  private final @Nullable ScanMetricsExporter scanMetrics;
  private final SpanExporter exporter;
  private volatile boolean replaced;

  /**
   * @param scanMetrics {@code null} if the options do not allow for one; then nothing happens here
   */
  AutoconfiguredExporter(@Nullable ScanMetricsExporter scanMetrics) {
    this.scanMetrics = scanMetrics;
    this.exporter = scanMetrics == null ? SpanExporter.composite() : scanMetrics.spanExporter();
  }

  /** Behind this exporter; {@code null} if there is none. */
  @Nullable ScanMetricsExporter scanMetrics() {
    return scanMetrics;
  }

  /** The processor sees all that would come here, and is what the SDK shuts down. */
  void replacedByProcessor() {
    replaced = true;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return replaced ? CompletableResultCode.ofSuccess() : exporter.export(spans);
  }

  @Override
  public CompletableResultCode flush() {
    return replaced ? CompletableResultCode.ofSuccess() : exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return replaced ? CompletableResultCode.ofSuccess() : exporter.shutdown();
  }

  @Override
  public String toString() {
    return "AutoconfiguredExporter{" + exporter + "}";
  }
}
