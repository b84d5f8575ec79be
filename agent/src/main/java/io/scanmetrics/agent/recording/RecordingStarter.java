package io.scanmetrics.agent.recording;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.log.LibraryLogger;
import io.scanmetrics.agent.meters.ScanListeners;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.meters.ScanSummary;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.options.OtelOptions;
import io.scanmetrics.agent.spans.EnvironmentTrace;
import io.scanmetrics.agent.spans.Traces;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRecord;
import io.scanmetrics.otel.ScanMetricsExporter;
import io.scanmetrics.otel.ScanMetricsExporterBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    LibraryLogger.sendTo(log);
    OtelOptions otel = options.otelOptions(System.getProperties(), System.getenv());
    Traces traces =
        new Traces(
            otel.propagatesTraceContext() ? EnvironmentTrace.of(System.getenv()) : null,
            otel.samplesAll());
    boolean metered = options.prometheusPort() >= 0 || otel.exportsMetrics();
    Readers readers =
        metered || otel.needsSdk() ? new Readers(options, otel, log, traces, meters) : null;
    ScanMetricsExporter exporter = exporter(metered ? readers : null);
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

  /**
   * @param metered hears of scans and knows the meters; {@code null} if nobody reads any
   */
  private ScanMetricsExporter exporter(@Nullable Readers metered) {
    List<ScanListener> listeners = new ArrayList<>();
    listeners.add(new ScanSummary(log));
    ScanMetricsExporterBuilder builder = ScanMetricsExporter.builder();
    if (metered != null) {
      listeners.add(metered.listener());
      builder.meterRegistryFrom(metered::registry);
    }
    builder
        .tenantId(options.tenantId())
        .listener(ScanListeners.of(listeners))
        .log(new Lines(log))
        .spoolMaxBytes(options.spoolMaxBytes())
        .phaseMaxRows(options.phaseMaxRows())
        .shutdownTimeout(deliveryTime(options.shutdownTimeout()));
    try {
      builder.spoolDir(Path.of(options.spoolDir()));
    } catch (InvalidPathException e) {
      log.error("scan.metrics.spool.dir is not a path; the default applies");
    }
    try {
      if (options.postgres() != null) {
        builder.postgres(options.postgres());
      }
    } catch (IllegalArgumentException e) {
      log.error(e.getMessage() + "; scans are not stored");
    }
    return builder.build();
  }

  private static Map<String, Object> resource(Map<String, String> all) {
    Map<String, Object> needed = new HashMap<>(all);
    needed.keySet().retainAll(SpanRecord.RESOURCE_KEYS);
    return needed;
  }

  /** What is lost at the end is said at the end: that, too, takes a moment of the time there is. */
  private static Duration deliveryTime(Duration shutdownTimeout) {
    return shutdownTimeout.minus(shutdownTimeout.dividedBy(10));
  }

  /** The exporter's messages as lines of the agent's log. */
  private record Lines(AgentLog log) implements ExporterLog {
    @Override
    public void info(String message) {
      log.info(message);
    }

    @Override
    public void warn(String message) {
      log.warn(message);
    }
  }
}
