package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the parts find their way into an SDK that is configured by properties. */
@Timeout(60)
class AutoconfigurationTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final String URL = "jdbc:postgresql://127.0.0.1:1/nowhere";

  private final KeptScans kept = new KeptScans();

  @Test
  void byItsNameTheProcessorIsPluggedInAndTheSamplerRule() {
    try (OpenTelemetrySdk sdk =
        sdk(Map.of("otel.traces.exporter", "scan_metrics", "scan.metrics.jdbc.url", URL))) {
      assertThat(sdk.getSdkTracerProvider().toString())
          .contains("ScanSpanProcessor{ScanMetricsExporter{", "127.0.0.1:1/nowhere")
          .contains("scans and phases always recorded")
          .doesNotContain("BatchSpanProcessor");
    }
  }

  @Test
  void besideItOtherExportersWorkAsEver() {
    try (OpenTelemetrySdk sdk =
        sdk(
            Map.of(
                "otel.traces.exporter", "in_memory,scan_metrics", "scan.metrics.jdbc.url", URL))) {
      assertThat(sdk.getSdkTracerProvider().toString())
          .contains("ScanSpanProcessor{", "BatchSpanProcessor{", "InMemorySpanExporter");
    }
  }

  @Test
  void withoutItsNameNothingIsPluggedIn() {
    try (OpenTelemetrySdk sdk =
        sdk(Map.of("otel.traces.exporter", "none", "scan.metrics.jdbc.url", URL))) {
      assertThat(sdk.getSdkTracerProvider().toString())
          .doesNotContain("ScanSpanProcessor")
          .doesNotContain("ScanMetrics");
    }
  }

  @Test
  void switchedOffNothingIsPluggedInEither() {
    try (OpenTelemetrySdk sdk =
        sdk(
            Map.of(
                "otel.traces.exporter", "scan_metrics",
                "scan.metrics.jdbc.url", URL,
                "scan.metrics.enabled", "false"))) {
      assertThat(sdk.getSdkTracerProvider().toString()).doesNotContain("ScanMetrics");
    }
  }

  @Test
  void whoMakesTheExporterHimselfInstallsIt() {
    ScanMetricsExporter scanMetrics = kept.exporter();
    AutoConfiguredOpenTelemetrySdkBuilder builder =
        builder(
            Map.of(
                "otel.traces.exporter", "scan_metrics",
                "otel.traces.sampler", "always_off",
                "scan.metrics.jdbc.url", URL));
    ScanMetricsAutoconfiguration.install(builder, scanMetrics);
    try (OpenTelemetrySdk sdk = builder.build().getOpenTelemetrySdk()) {
      assertThat(sdk.getSdkTracerProvider().toString()).doesNotContain("nowhere");
      Tracer tracer = sdk.getTracer("test");
      Span scan = tracer.spanBuilder("scan").setAttribute("scan.id", "nightly").startSpan();
      scan.end();
      assertThat(scanMetrics.flush(LONG)).isTrue();
    }
    assertThat(kept.scans).hasSize(1);
    assertThat(kept.closed).hasValue(1);
  }

  @Test
  void anInvalidValueIsSaidAndTheDefaultApplies() {
    ScanMetricsExporter scanMetrics =
        exporter(
            Map.of(
                "scan.metrics.jdbc.url", URL,
                "scan.metrics.schema", "perhaps",
                "scan.metrics.shutdown.timeout", "soon",
                "scan.metrics.jdbc.password.file", "\0"));

    assertThat(scanMetrics).isNotNull();
    assertThat(kept.warnings)
        .hasSize(3)
        .anyMatch(line -> line.startsWith("scan.metrics.schema=perhaps is not"))
        .anyMatch(line -> line.startsWith("scan.metrics.shutdown.timeout: "))
        .anyMatch(line -> line.startsWith("scan.metrics.jdbc.password.file "));
    if (scanMetrics != null) {
      scanMetrics.close(LONG);
    }
  }

  @Test
  void withoutAUsableDatabaseItSaysSoAndExportsNothing() {
    assertThat(exporter(Map.of())).isNull();
    assertThat(exporter(Map.of("scan.metrics.jdbc.url", "jdbc:h2:mem"))).isNull();

    assertThat(kept.warnings)
        .containsExactly(
            "scan_metrics is configured, but scan.metrics.jdbc.url is not set:"
                + " no scan is written",
            "scan.metrics.jdbc.url: the JDBC URL must start with \"jdbc:postgresql:\":"
                + " no scan is written");
  }

  @Test
  void anApplicationStartsWhateverTheOptionsSay() {
    try (OpenTelemetrySdk sdk =
        sdk(
            Map.of(
                "otel.traces.exporter", "scan_metrics",
                "scan.metrics.jdbc.url", "nonsense",
                "scan.metrics.shutdown.timeout", "-5s"))) {
      sdk.getTracer("test").spanBuilder("scan").setAttribute("scan.id", "x").startSpan().end();
    }
  }

  @Test
  void inAnSdkThatKnowsNoCustomizersTheExporterIsTheWayIn() {
    ScanMetricsExporter scanMetrics = kept.exporter();
    AutoconfiguredExporter alone = new AutoconfiguredExporter(scanMetrics);
    alone.shutdown().join(LONG.toSeconds(), TimeUnit.SECONDS);

    assertThat(alone.export(List.of()).isSuccess()).isFalse();
    assertThat(kept.closed).hasValue(1);
  }

  private @Nullable ScanMetricsExporter exporter(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("otel.traces.exporter", "scan_metrics");
    ConfigProperties config = DefaultConfigProperties.createFromMap(all);
    return ScanMetricsProperties.exporter(config, kept);
  }

  private static OpenTelemetrySdk sdk(Map<String, String> properties) {
    return builder(properties).build().getOpenTelemetrySdk();
  }

  private static AutoConfiguredOpenTelemetrySdkBuilder builder(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> all);
  }
}
