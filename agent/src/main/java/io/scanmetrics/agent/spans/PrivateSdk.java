package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.log.LibraryLogger;
import io.scanmetrics.agent.meters.Metering;
import io.scanmetrics.agent.meters.ScanListeners;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.meters.ScanSummary;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.otel.ScanMetricsExporter;
import io.scanmetrics.otel.ScanMetricsExporterBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own OpenTelemetry SDK with the exporter plugged into it. Configured by every {@code
 * OTEL_*} variable like any other, and never made global: the application may have one of its own.
 */
public final class PrivateSdk implements SpanHost {
  private final OpenTelemetrySdk sdk;
  private final ScanMetricsExporter exporter;

  private PrivateSdk(OpenTelemetrySdk sdk, ScanMetricsExporter exporter) {
    this.sdk = sdk;
    this.exporter = exporter;
  }

  /**
   * Starts it, on the calling thread, which takes a while in a cold JVM.
   *
   * @param meters is told of the meters, if anybody reads them
   */
  public static PrivateSdk start(Options options, AgentLog log, Consumer<ScanMeters> meters) {
    LibraryLogger.sendTo(log);
    boolean exported = options.exportsMetrics(PrivateSdk::configured);
    Metering metering =
        options.metersAreRead(PrivateSdk::configured)
            ? Metering.start(options, exported, log)
            : null;
    ScanMetricsExporter exporter = exporter(options, log, metering);
    OpenTelemetrySdk sdk = sdk(options, exporter, log);
    if (metering != null) {
      if (exported) {
        metering.exportThrough(sdk.getMeterProvider());
      }
      metering.meters().showWaiting(exporter::waiting);
      metering.meters().showSpoolBytes(exporter::spoolBytes);
      meters.accept(metering.meters());
    }
    return new PrivateSdk(sdk, exporter);
  }

  private static ScanMetricsExporter exporter(
      Options options, AgentLog log, @Nullable Metering metering) {
    List<ScanListener> listeners = new ArrayList<>();
    listeners.add(new ScanSummary(log));
    if (metering != null) {
      listeners.add(metering.listener());
    }
    ScanMetricsExporterBuilder builder =
        ScanMetricsExporter.builder()
            .tenantId(options.tenantId())
            .listener(ScanListeners.of(listeners))
            .log(new Lines(log))
            .spoolMaxBytes(options.spoolMaxBytes())
            .shutdownTimeout(deliveryTime(options.shutdownTimeout()))
            .meterRegistry(metering == null ? null : metering.registry());
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

  private static OpenTelemetrySdk sdk(Options options, ScanMetricsExporter exporter, AgentLog log) {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .setServiceClassLoader(PrivateSdk.class.getClassLoader())
          .disableShutdownHook()
          .addPropertiesCustomizer(configured -> options.otel(configured::getString))
          .addSpanExporterCustomizer(
              (spans, configured) -> options.cicdNames() ? new CicdNames(spans) : spans)
          .addSamplerCustomizer((sampler, configured) -> exporter.sampler(sampler))
          .addTracerProviderCustomizer(
              (provider, configured) -> provider.addSpanProcessor(exporter.spanProcessor()))
          .build()
          .getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      log.error("the otel.* options cannot be used, so spans and meters are not exported", e);
      return OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .setSampler(exporter.sampler(Sampler.alwaysOn()))
                  .addSpanProcessor(exporter.spanProcessor())
                  .build())
          .build();
    }
  }

  /** What is lost at the end is said at the end: that, too, takes a moment of the time there is. */
  private static Duration deliveryTime(Duration shutdownTimeout) {
    return shutdownTimeout.minus(shutdownTimeout.dividedBy(10));
  }

  /** As autoconfigure reads a property. */
  private static @Nullable String configured(String property) {
    String value = System.getProperty(property);
    return value == null
        ? System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
        : value;
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  @Override
  public void abortOpenScans() {
    exporter.abortOpenScans();
  }

  /**
   * Spans leave for their collector while scans are stored. Storing has most of the time and the
   * meters the rest, so that a database that does not answer is still told of, and counted.
   */
  @Override
  public void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    sdk.getSdkTracerProvider().forceFlush();
    exporter.close(timeout.multipliedBy(4).dividedBy(5));
    sdk.shutdown().join(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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
