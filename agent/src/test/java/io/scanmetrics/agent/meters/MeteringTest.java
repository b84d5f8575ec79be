package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.scanmetrics.PhaseName;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MeteringTest {
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final AgentLog log = AgentLog.to(sink, AgentLog.Level.INFO, () -> 0);

  private Metering start(String argument, boolean exported) {
    return Metering.start(Options.ofAgent(argument, Map.of(), Map.of()), exported, log);
  }

  private String written() {
    return sink.toString(StandardCharsets.UTF_8);
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    return get(uri, "text/plain");
  }

  private static String get(URI uri, String accepted) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", accepted).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private URI announced() {
    Matcher address = Pattern.compile("http://\\S+").matcher(written());
    assertThat(address.find()).as(written()).isTrue();
    return URI.create(address.group());
  }

  @Test
  void prometheusIsServedOnLoopbackAtAnyFreePort() throws Exception {
    Metering metering = start("prometheus.port=0", false);
    metering.meters().scanFinished(TestScans.scan().succeededAfter(130_000), TestScans.SPAN);
    metering.meters().phaseFinished(PhaseName.of("vex"), false, 250000, TestScans.SPAN);

    URI uri = announced();
    assertThat(uri.getHost()).isEqualTo("127.0.0.1");
    assertThat(get(uri).lines())
        .contains(
            "scan_active 0.0",
            "scan_slo_breaches_total{slo=\"p50\"} 1.0",
            "scan_slo_breaches_total{slo=\"p95\"} 0.0",
            "scan_metrics_scans_total{result=\"written\"} 0.0",
            "scan_phase_seconds_count{outcome=\"failed\",phase=\"vex\"} 1")
        .contains(
            tte("bucket", ",le=\"120.0\"", "0"),
            tte("bucket", ",le=\"300.0\"", "1"),
            tte("count", "", "1"),
            tte("sum", "", "130.0"));
  }

  private static String tte(String part, String bucket, String value) {
    return "scan_tte_seconds_"
        + part
        + "{artifact_type=\"other\",outcome=\"succeeded\",replay=\"false\""
        + bucket
        + "} "
        + value;
  }

  @Test
  void sampledScansAndPhasesAreExemplarsInOpenMetrics() throws Exception {
    Metering metering = start("prometheus.port=0", false);
    String sampled = "0af7651916cd43dd8448eb211c80319c";
    SpanRef exported = new SpanRef(sampled, "b7ad6b7169203331", true);
    metering.meters().scanFinished(TestScans.scan().succeededAfter(130_000), exported);
    metering.meters().phaseFinished(PhaseName.of("vex"), true, 250000, exported);
    metering
        .meters()
        .scanFinished(
            TestScans.scan().succeededAfter(1_500),
            new SpanRef("ffffffffffffffffffffffffffffffff", "eeeeeeeeeeeeeeee", false));

    String exemplar = " # {span_id=\"b7ad6b7169203331\",trace_id=\"" + sampled + "\"} ";
    assertThat(get(announced(), "application/openmetrics-text; version=1.0.0").lines())
        .anyMatch(line -> line.startsWith(tte("bucket", ",le=\"180.0\"", "2" + exemplar + "130.0")))
        .anyMatch(line -> line.startsWith("scan_phase_seconds_bucket") && line.contains(exemplar))
        .noneMatch(line -> line.contains("ffffffff"))
        .last()
        .isEqualTo("# EOF");
    assertThat(get(announced())).doesNotContain(sampled);
  }

  @Test
  void aPortThatIsTakenIsOneLineAndNothingElse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Metering metering = start("prometheus.port=" + taken.getLocalPort(), false);
      metering.meters().scanStarted();

      assertThat(written())
          .hasLineCount(1)
          .startsWith("[scan-metrics] WARN meters are not served at 127.0.0.1:")
          .contains("scan.metrics.prometheus.port");
    }
  }

  @Test
  void aHostThatDoesNotExistIsOneLine() {
    start("prometheus.port=0,prometheus.host=no-such-host.invalid", false);

    assertThat(written()).hasLineCount(1).contains("no-such-host.invalid");
  }

  @Test
  void otlpGetsTheSameMetersWithBucketsAtBothThresholds() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build()) {
      Metering metering = start("", true);
      ScanListener listener = metering.listener();
      metering.exportThrough(sdk.getMeterProvider());
      listener.scanStarted();
      listener.written(3, Duration.ofMillis(40));
      listener.scanFinished(TestScans.scan().succeededAfter(130_000), TestScans.SPAN);

      assertThat(reader.collectAllMetrics())
          .extracting(MetricData::getName)
          .containsExactlyInAnyOrder(
              "scan.tte",
              "scan.active",
              "scan.slo.breaches",
              "scan.slo.scans",
              "scan.metrics.scans",
              "scan.metrics.write");
      MetricData tte =
          reader.collectAllMetrics().stream()
              .filter(metric -> metric.getName().equals("scan.tte"))
              .findFirst()
              .orElseThrow();
      assertThat(tte.getUnit()).isEqualTo("s");
      HistogramPointData point = tte.getHistogramData().getPoints().iterator().next();
      assertThat(point.getSum()).isEqualTo(130);
      assertThat(point.getBoundaries()).contains(120.0, 300.0);
      List<Double> bounds = point.getBoundaries();
      assertThat(point.getCounts().get(bounds.indexOf(180.0))).isEqualTo(1);
    }
  }
}
