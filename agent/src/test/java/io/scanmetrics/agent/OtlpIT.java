package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedMeter;
import io.scanmetrics.testing.otlp.ReceivedRequest;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import io.scanmetrics.testing.otlp.SpansAsRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged agent's spans and meters reach a collector by either protocol, as the documented
 * {@code OTEL_*} variables say.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
class OtlpIT {
  private static final String MAIN = "com.acme.scanner.Main";

  /** What the SDK waits by default: 1 s, 1.5, 2.25 and 3.4, each shorter by a fifth at most. */
  private static final Duration PAUSES_OF_FIVE_ATTEMPTS = Duration.ofMillis(6_500);

  private static TestDatabase database;
  private static OtlpReceiver receiver;
  private static ForkedJvm.Result result;

  private final Jdk jdk;
  private final Protocol protocol;

  OtlpIT(Jdk jdk, Protocol protocol) {
    this.jdk = jdk;
    this.protocol = protocol;
  }

  static Stream<Arguments> ways() {
    return Jdk.last()
        .flatMap(jdk -> Stream.of(Protocol.values()).map(protocol -> Arguments.of(jdk, protocol)));
  }

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk, Protocol protocol) throws Exception {
    database = ScannerDatabase.create();
    receiver = OtlpReceiver.startWithTls();
    result =
        sendingTo(receiver, jdk, protocol)
            .storingIn(database)
            .environment("OTEL_EXPORTER_OTLP_CERTIFICATE", receiver.certificate().toString())
            .environment("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
            .environment("OTEL_SERVICE_NAME", "nightly-scanner")
            .environment("OTEL_RESOURCE_ATTRIBUTES", "service.version=2.7")
            .environment("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc,x-team=sec")
            .run(Application.compile("scanner"), MAIN, "good", "broken", "replay");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    receiver.close();
  }

  @Test
  void everyScanAndPhaseIsASpan() {
    assertThat(receiver.spans())
        .extracting(ReceivedSpan::scope, ReceivedSpan::name)
        .hasSize(10)
        .contains(
            tuple("io.scanmetrics", "scan"),
            tuple("io.scanmetrics", "ingest"),
            tuple("io.scanmetrics", "analyze"),
            tuple("io.scanmetrics", "publish"));
  }

  @Test
  void rowsSayOfScansWhatSpansDo() {
    assertThat(SpansAsRows.scans(receiver.spans())).hasSize(3);
    assertThat(database.rows(SpansAsRows.SCANS)).isEqualTo(SpansAsRows.scans(receiver.spans()));
  }

  @Test
  void rowsSayOfPhasesWhatSpansDo() {
    assertThat(SpansAsRows.phases(receiver.spans())).hasSize(7);
    assertThat(database.rows(SpansAsRows.PHASES)).isEqualTo(SpansAsRows.phases(receiver.spans()));
  }

  @Test
  void metersArriveToo() {
    assertThat(receiver.meters())
        .filteredOn(ReceivedMeter::name, "scan.tte")
        .flatExtracting(ReceivedMeter::points)
        .extracting(point -> point.attributes().get("outcome"), ReceivedMeter.Point::value)
        .contains(tuple("succeeded", 1.0), tuple("failed", 1.0));
  }

  @Test
  void exemplarsOfHistogramsLeadToTracesThatArrived() {
    List<String> traces = receiver.spans().stream().map(ReceivedSpan::traceId).toList();
    for (String histogram : List.of("scan.tte", "scan.phase")) {
      assertThat(receiver.meters())
          .filteredOn(ReceivedMeter::name, histogram)
          .flatExtracting(ReceivedMeter::points)
          .flatExtracting(ReceivedMeter.Point::exemplars)
          .isNotEmpty()
          .isSubsetOf(traces);
    }
  }

  @Test
  void anExceptionIsAnEventByTheSemanticConventions() {
    for (String name : List.of("scan", "ingest")) {
      assertThat(receiver.spans())
          .filteredOn(span -> span.name().equals(name) && span.failed())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.statusMessage()).isEqualTo("cannot read sha256:broken");
                assertThat(span.attributes())
                    .containsEntry("error.type", "java.lang.IllegalStateException");
                assertThat(span.events())
                    .extracting(ReceivedSpan.Event::name)
                    .containsExactly("exception");
                Map<String, Object> exception = span.events().get(0).attributes();
                assertThat(exception)
                    .containsOnlyKeys("exception.type", "exception.message", "exception.stacktrace")
                    .containsEntry("exception.type", "java.lang.IllegalStateException")
                    .containsEntry("exception.message", "cannot read sha256:broken");
                assertThat(exception.get("exception.stacktrace"))
                    .asString()
                    .contains("at com.acme.scanner.Ingestor.ingest(Ingestor.java:");
              });
    }
  }

  @Test
  void spansAndMetersSayWhereTheyComeFrom() {
    Map<String, Object> resource = receiver.spans().get(0).resource();
    assertThat(resource)
        .containsEntry("service.name", "nightly-scanner")
        .containsEntry("service.version", "2.7")
        .containsEntry("process.executable.path", jdk.tool("java").toString())
        .containsKeys("service.instance.id", "host.name", "host.arch", "os.type", "process.pid")
        .containsKeys("process.runtime.name", "process.runtime.version", "telemetry.sdk.version");
    assertThat(receiver.meters()).extracting(ReceivedMeter::resource).containsOnly(resource);
  }

  @Test
  void theCommandLineIsNotTold() {
    assertThat(receiver.spans().get(0).resource().toString())
        .doesNotContain("process.command")
        .doesNotContain(database.jdbcUrl());
  }

  @Test
  void everyRequestIsSentAsConfigured() {
    assertThat(receiver.requests())
        .extracting(ReceivedRequest::message)
        .contains("ExportTraceServiceRequest", "ExportMetricsServiceRequest");
    assertThat(receiver.requests())
        .allSatisfy(
            request -> {
              assertThat(request.protocol()).isEqualTo(protocol);
              assertThat(request.encoding()).isEqualTo("gzip");
              assertThat(request.headers())
                  .containsEntry("authorization", "Bearer abc")
                  .containsEntry("x-team", "sec");
            });
  }

  @Test
  void theApplicationsOutputIsNotDisturbed() {
    String summary = "\\[scan-metrics\\] INFO scan nightly-.*";
    result.says(summary, summary, summary);
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void withoutTlsNorOptionsItArrivesAsWell() throws Exception {
    try (OtlpReceiver open = OtlpReceiver.start()) {
      sendingTo(open, jdk, protocol).run(Application.compile("scanner"), MAIN, "good");

      assertThat(open.spans()).hasSize(4);
      assertThat(open.requests()).allMatch(request -> request.encoding().equals("identity"));
    }
  }

  @Test
  void aConfigurationFileOfTheApplicationsTurnsItOffInOneLineButNotTheRows() throws Exception {
    TestDatabase rows = ScannerDatabase.create();
    try (OtlpReceiver open = OtlpReceiver.start()) {
      sendingTo(open, jdk, protocol)
          .storingIn(rows)
          .environment("OTEL_CONFIG_FILE", "/etc/acme/otel.yaml")
          .run(Application.compile("scanner"), MAIN, "good")
          .saysInAnyOrder(
              "\\[scan-metrics\\] ERROR the otel.* options cannot be used, so spans and meters are"
                  + " not exported: .*config file.*",
              "\\[scan-metrics\\] INFO scan nightly-good .*");

      assertThat(open.requests()).isEmpty();
    }
    assertThat(rows.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(1L);
  }

  @Test
  void aCollectorWhoseCertificateIsUnknownGetsNothingAndTheLogSaysWhy() throws Exception {
    int before = receiver.requests().size();

    ForkedJvm.Result untrusting =
        sendingTo(receiver, jdk, protocol).run(Application.compile("scanner"), MAIN, "good");

    assertThat(receiver.requests()).hasSize(before);
    assertThat(untrusting.exitCode()).isZero();
    assertThat(untrusting.stderr())
        .contains("[scan-metrics] WARN ", "unable to find valid certification path");
  }

  @Test
  void anExitDoesNotWaitForACollectorThatIsNotThere() throws Exception {
    long begin = System.nanoTime();
    ForkedJvm.Result result =
        sendingTo("http://127.0.0.1:1", jdk, protocol)
            .option("-Dscan.metrics.shutdown.timeout=1m")
            .run(Application.compile("scanner"), MAIN, "good");

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PAUSES_OF_FIVE_ATTEMPTS);
    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr()).contains("[scan-metrics] WARN ", "Failed to export");
  }

  private static ForkedJvm sendingTo(OtlpReceiver receiver, Jdk jdk, Protocol protocol) {
    return sendingTo(receiver.endpoint(protocol), jdk, protocol);
  }

  private static ForkedJvm sendingTo(String endpoint, Jdk jdk, Protocol protocol) {
    return ForkedJvm.on(jdk)
        .withRules("scanner")
        .environment("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.toString())
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
  }
}
