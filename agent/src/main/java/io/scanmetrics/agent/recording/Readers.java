package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.LateListener;
import io.scanmetrics.agent.meters.Metering;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.options.OtelOptions;
import io.scanmetrics.agent.spans.PrivateSdk;
import io.scanmetrics.agent.spans.Traces;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.UnfailingListener;
import io.scanmetrics.otel.ScanMetricsExporter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts what somebody other than PostgreSQL reads: the meters, and the SDK. Both bring large
 * libraries along, so that happens on a thread of its own, and what is heard before is kept.
 */
final class Readers implements Supplier<@Nullable PrivateSdk> {
  private static final long SECONDS_FOR_METERS = 10;

  private final Options options;
  private final OtelOptions otel;
  private final AgentLog log;
  private final Traces traces;
  private final Consumer<ScanMeters> told;
  private final LateListener listener = new LateListener();
  private final CountDownLatch metered = new CountDownLatch(1);
  private volatile @Nullable Object registry;
  private @Nullable ScanMetricsExporter exporter;

  /**
   * @param told is told of the meters, if anybody reads them
   */
  Readers(
      Options options, OtelOptions otel, AgentLog log, Traces traces, Consumer<ScanMeters> told) {
    this.options = options;
    this.otel = otel;
    this.log = log;
    this.traces = traces;
    this.told = told;
  }

  /** Whose scans are counted; before anything is started. */
  void of(ScanMetricsExporter known) {
    exporter = known;
  }

  /** Hears of scans. */
  ScanListener listener() {
    return listener;
  }

  /** Where others put their meters; waits for it. {@code null} if there is none. */
  @Nullable Object registry() {
    try {
      metered.await(SECONDS_FOR_METERS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return registry;
  }

  /** Starts all of it, and returns the SDK if there is one. */
  @Override
  public @Nullable PrivateSdk get() {
    try {
      boolean wanted = options.prometheusPort() >= 0 || otel.exportsMetrics();
      Metering metering = wanted ? Metering.start(options, otel.exportsMetrics(), log) : null;
      PrivateSdk sdk = null;
      try {
        sdk = otel.needsSdk() ? PrivateSdk.start(options, otel, log, traces) : null;
      } finally {
        if (metering != null) {
          show(metering, sdk);
        }
      }
      return sdk;
    } finally {
      metered.countDown();
    }
  }

  private void show(Metering metering, @Nullable PrivateSdk sdk) {
    if (sdk != null && otel.exportsMetrics()) {
      metering.exportThrough(sdk.meterProvider());
    }
    ScanMeters meters = metering.meters();
    ScanMetricsExporter known = exporter;
    if (known != null) {
      meters.showWaiting(known::waiting);
      meters.showSpoolBytes(known::spoolBytes);
    }
    told.accept(meters);
    listener.tellFrom(new UnfailingListener(metering.listener(), new ExporterLines(log)));
    // Only now: Micrometer wants every reader to be known before the first meter is.
    registry = metering.registry();
  }
}
