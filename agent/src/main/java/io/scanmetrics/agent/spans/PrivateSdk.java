package io.scanmetrics.agent.spans;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.options.OtelOptions;
import io.scanmetrics.threads.DaemonThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own OpenTelemetry SDK, for those who read spans or meters through it. Configured by
 * every {@code OTEL_*} variable like any other, and never made global: the application may have one
 * of its own. Rows know nothing of it: whatever it samples or drops is the business of its readers.
 */
public final class PrivateSdk {
  private final OpenTelemetrySdk sdk;
  private final AgentLog log;
  private final CollectorRetries ofSpans;
  private final CollectorRetries ofMeters;
  private final @Nullable SpanMaker spans;

  private PrivateSdk(
      OpenTelemetrySdk sdk,
      AgentLog log,
      CollectorRetries ofSpans,
      CollectorRetries ofMeters,
      @Nullable SpanMaker spans) {
    this.sdk = sdk;
    this.log = log;
    this.ofSpans = ofSpans;
    this.ofMeters = ofMeters;
    this.spans = spans;
  }

  /**
   * Starts it, on the calling thread, which takes a while in a cold JVM.
   *
   * @return {@code null} if the options do not allow for one; a line has said so
   */
  public static @Nullable PrivateSdk start(
      Options options, OtelOptions otel, AgentLog log, Traces traces) {
    GivenIds ids = new GivenIds();
    CollectorRetries ofSpans = new CollectorRetries();
    CollectorRetries ofMeters = new CollectorRetries();
    OpenTelemetrySdk sdk;
    try {
      sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .setServiceClassLoader(PrivateSdk.class.getClassLoader())
              .disableShutdownHook()
              .addPropertiesCustomizer(configured -> options.otel(configured::getString))
              .addSpanExporterCustomizer(ofSpans::of)
              .addMetricExporterCustomizer(ofMeters::of)
              .addSpanExporterCustomizer(
                  (spans, configured) -> options.cicdNames() ? new CicdNames(spans) : spans)
              .addTracerProviderCustomizer((provider, configured) -> provider.setIdGenerator(ids))
              .build()
              .getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      log.error("the otel.* options cannot be used, so spans and meters are not exported", e);
      return null;
    }
    SpanMaker spans = otel.exportsTraces() ? new SpanMaker(sdk, ids, traces) : null;
    return new PrivateSdk(sdk, log, ofSpans, ofMeters, spans);
  }

  /** Makes the spans; {@code null} if nobody reads them. */
  public @Nullable SpanMaker spans() {
    return spans;
  }

  /** Takes the meters. */
  public MeterProvider meterProvider() {
    return sdk.getMeterProvider();
  }

  /**
   * Has the spans leave that have ended, without waiting for that. What a collector that is not
   * there refuses from here on is not tried again.
   */
  public void leave() {
    ofSpans.end();
    ofMeters.end();
    sdk.getSdkTracerProvider().forceFlush();
  }

  /**
   * Sends what is left.
   *
   * @param timeout after which that is lost, and a line says so
   */
  public void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableResultCode spansLeft = sdk.getSdkTracerProvider().shutdown();
    CompletableResultCode metersLeft = shutdownMeters();
    await(spansLeft, ofSpans, deadline, "spans");
    await(metersLeft, ofMeters, deadline, "meters");
  }

  /** On a thread of its own: the SDK itself waits for the collector there, for five seconds. */
  private CompletableResultCode shutdownMeters() {
    CompletableResultCode left = new CompletableResultCode();
    Runnable shutdown =
        () -> {
          try {
            CompletableResultCode result = sdk.getSdkMeterProvider().shutdown();
            result.whenComplete(() -> passOn(result, left));
          } catch (RuntimeException e) {
            left.failExceptionally(e);
          }
        };
    DaemonThread.start("scan-metrics-last-meters", shutdown);
    return left;
  }

  private static void passOn(CompletableResultCode result, CompletableResultCode to) {
    if (result.isSuccess()) {
      to.succeed();
    } else {
      to.fail();
    }
  }

  private void await(
      CompletableResultCode left, CollectorRetries retries, long deadline, String what) {
    Duration time = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    if (!left.join(retries.patience(time).toNanos(), TimeUnit.NANOSECONDS).isDone()) {
      log.warn("the collector does not take the last " + what + "; they are lost");
    }
  }
}
