package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.meters.ScanSummary;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.options.OtelOptions;
import io.scanmetrics.agent.spans.EnvironmentTrace;
import io.scanmetrics.agent.spans.Traces;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.assemble.SpanRecord;
import io.scanmetrics.otel.ScanMetricsExporter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts a {@link Recording} together as the options want it; that is when all of it is loaded. */
final class RecordingStarter implements Supplier<Recording> {
  private final Options options;
  private final AgentLog log;
  private final TelemetryListener listener;
  private final Consumer<ScanMeters> meters;

  RecordingStarter(
      Options options, AgentLog log, TelemetryListener listener, Consumer<ScanMeters> meters) {
    this.options = options;
    this.log = log;
    this.listener = listener;
    this.meters = meters;
  }

  @Override
  public Recording get() {
    OtelOptions otel = options.otelOptions(System.getProperties(), System.getenv());
    Traces traces =
        new Traces(
            otel.propagatesTraceContext() ? EnvironmentTrace.of(System.getenv()) : null,
            otel.samplesAll());
    boolean metered = options.prometheusPort() >= 0 || otel.exportsMetrics();
    Readers readers =
        metered || otel.needsSdk() ? new Readers(options, otel, log, traces, meters) : null;
    ScanMetricsExporter exporter =
        readers == null || !metered
            ? AgentExporter.of(options, log, null, () -> null)
            : AgentExporter.of(options, log, readers.listener(), readers::registry);
    ScanSummary.rehearse(exporter.scans().prepare());
    SpanExport spans = null;
    if (readers != null) {
      readers.of(exporter);
      spans = new SpanExport(readers, listener);
      spans.start();
    }
    ScanTeller rows =
        new ScanTeller(
            exporter.scans(), traces, otel.baggage(System.getenv()), resource(otel.resource()));
    return new Recording(exporter, rows, spans, listener);
  }

  private static Map<String, Object> resource(Map<String, String> all) {
    Map<String, Object> needed = new HashMap<>(all);
    needed.keySet().retainAll(SpanRecord.RESOURCE_KEYS);
    return needed;
  }
}
