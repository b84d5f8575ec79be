package io.scanmetrics.agent.spans;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Has the private SDK try a collector that cannot be reached again and again while the application
 * runs, as OpenTelemetry does by default, but not when the JVM ends: five attempts would hold up
 * the exit for eight seconds. One for each signal, whose collectors may be different ones. For any
 * thread.
 */
final class CollectorRetries implements Predicate<IOException> {
  private static final String DISABLED = "otel.java.exporter.otlp.retry.disabled";
  private static final RetryPolicy POLICY = RetryPolicy.getDefault();

  /** The pauses between attempts vary by a fifth. */
  private static final long LONGEST_PAUSE_NANOS = POLICY.getMaxBackoff().toNanos() * 6 / 5;

  /** What may still leave while an attempt pauses that nobody can wake. */
  private static final Duration MOMENT = Duration.ofMillis(200);

  private volatile boolean ending;
  private volatile boolean paused;
  private volatile long pausedAt;

  /** Asked after each attempt that failed whether there is to be another, after a pause. */
  @Override
  public boolean test(IOException failure) {
    boolean again =
        !ending
            && (failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnknownHostException);
    if (again) {
      pausedAt = System.nanoTime();
      paused = true;
    }
    return again;
  }

  /** From here on an attempt that fails is the last. */
  void end() {
    ending = true;
  }

  /** How long to wait for what has not left yet, if there is that much time. */
  Duration patience(Duration timeout) {
    boolean mayPause = paused && System.nanoTime() - pausedAt < LONGEST_PAUSE_NANOS;
    return mayPause && timeout.compareTo(MOMENT) > 0 ? MOMENT : timeout;
  }

  /** An exporter that asks here, if it is one that tries again. */
  SpanExporter of(SpanExporter configured, ConfigProperties options) {
    if (isOn(options) && configured instanceof OtlpHttpSpanExporter http) {
      return http.toBuilder().setRetryPolicy(policy()).build();
    }
    if (isOn(options) && configured instanceof OtlpGrpcSpanExporter grpc) {
      return grpc.toBuilder().setRetryPolicy(policy()).build();
    }
    return configured;
  }

  /** An exporter that asks here, if it is one that tries again. */
  MetricExporter of(MetricExporter configured, ConfigProperties options) {
    if (isOn(options) && configured instanceof OtlpHttpMetricExporter http) {
      return http.toBuilder().setRetryPolicy(policy()).build();
    }
    if (isOn(options) && configured instanceof OtlpGrpcMetricExporter grpc) {
      return grpc.toBuilder().setRetryPolicy(policy()).build();
    }
    return configured;
  }

  private static boolean isOn(ConfigProperties options) {
    return !options.getBoolean(DISABLED, false);
  }

  private RetryPolicy policy() {
    return POLICY.toBuilder().setRetryExceptionPredicate(this).build();
  }
}
