package io.scanmetrics.agent.recording;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.log.LibraryLogger;
import io.scanmetrics.agent.meters.ScanListeners;
import io.scanmetrics.agent.meters.ScanSummary;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.otel.ScanMetricsExporter;
import io.scanmetrics.otel.ScanMetricsExporterBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The exporter as the agent's options want it, by itself and in a host. */
public final class AgentExporter {
  private AgentExporter() {}

  /**
   * Makes it; what it and the libraries have to say goes to the log. The meters hear of a scan
   * first: who has read the line about it finds it in them.
   *
   * @param meters hears of scans; {@code null} if nobody reads any
   * @param registry where the pool's meters go, see {@link
   *     ScanMetricsExporterBuilder#meterRegistryFrom}
   */
  public static ScanMetricsExporter of(
      Options options,
      AgentLog log,
      @Nullable ScanListener meters,
      Supplier<? extends @Nullable Object> registry) {
    LibraryLogger.sendTo(log);
    ExporterLog lines = new ExporterLines(log);
    ScanSummary summary = new ScanSummary(log);
    ScanMetricsExporterBuilder builder =
        ScanMetricsExporter.builder()
            .tenantId(options.tenantId())
            .listener(meters == null ? summary : ScanListeners.of(List.of(meters, summary), lines))
            .meterRegistryFrom(registry)
            .log(lines)
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

  /** What is lost at the end is said at the end: that, too, takes a moment of the time there is. */
  private static Duration deliveryTime(Duration shutdownTimeout) {
    return shutdownTimeout.minus(shutdownTimeout.dividedBy(10));
  }
}
