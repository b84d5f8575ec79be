package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.NameBasedUuid;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scan that a CI job starts joins the trace that the job hands on in its environment. */
class EnvironmentTraceIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String JOB = "b7ad6b7169203331";

  private TestDatabase database;
  private OtlpReceiver receiver;

  @BeforeEach
  void prepare() throws Exception {
    database = ScannerDatabase.create();
    receiver = OtlpReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void itsSpansAreBelowTheJobsAndKeepItsState() throws Exception {
    scan(job("01").environment("TRACESTATE", "acme=t61rcWkgMzE,rojo=00f067aa0ba902b7"));

    assertThat(receiver.spans())
        .hasSize(4)
        .allMatch(span -> span.traceId().equals(TRACE))
        .allMatch(span -> span.traceState().equals("acme=t61rcWkgMzE,rojo=00f067aa0ba902b7"));
    assertThat(theScan().parentSpanId()).isEqualTo(JOB);
  }

  @Test
  void itsRowLeadsToTheTraceAndIsItsOwn() throws Exception {
    scan(job("01"));

    String scan = theScan().spanId();
    assertThat(database.rows("SELECT trace_id, span_id, metrics_id FROM scanner.scan_metrics"))
        .containsExactly(
            List.of(
                TRACE,
                scan,
                NameBasedUuid.of(UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"), scan)));
  }

  @Test
  void aJobThatIsNotSampledHasNoSpansButItsRow() throws Exception {
    scan(job("00"));

    assertThat(receiver.spans()).isEmpty();
    assertThat(database.value("SELECT trace_id FROM scanner.scan_metrics")).isEqualTo(TRACE);
  }

  @Test
  void itsBaggageIsOnNoSpanUnlessAsked() throws Exception {
    scan(job("01").environment("BAGGAGE", "build.id=42,secret=hush"));

    assertThat(receiver.spans())
        .allSatisfy(span -> assertThat(span.attributes()).doesNotContainKeys("build.id", "secret"));
  }

  @Test
  void theBaggageThatIsAskedForIsAnAttributeOfEachSpan() throws Exception {
    scan(
        job("01")
            .environment("BAGGAGE", "build.id=42,secret=hush")
            .environment(
                "OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE", "build.id"));

    assertThat(receiver.spans())
        .hasSize(4)
        .allSatisfy(
            span ->
                assertThat(span.attributes())
                    .containsEntry("build.id", "42")
                    .doesNotContainKey("secret"));
  }

  @Test
  void onRequestASpanSaysInTheWordsOfCicdWhatMeansTheSame() throws Exception {
    scan(job("01").option("-Dscan.metrics.cicd.names=true"));

    assertThat(theScan().attributes())
        .containsEntry("cicd.pipeline.run.id", "nightly-good")
        .containsEntry("cicd.pipeline.result", "success");
    assertThat(receiver.spans())
        .filteredOn(span -> span.name().equals("publish"))
        .singleElement()
        .satisfies(
            span ->
                assertThat(span.attributes())
                    .containsEntry("cicd.pipeline.task.name", "publish")
                    .containsEntry("cicd.pipeline.task.run.id", span.spanId())
                    .containsEntry("cicd.pipeline.task.run.result", "success"));
    assertThat(
            database.value(
                "SELECT count(*) FROM scanner.scan_metrics"
                    + " WHERE attributes::TEXT LIKE '%cicd%'"))
        .isEqualTo(0L);
  }

  private static ForkedJvm job(String flags) {
    return ForkedJvm.on(Jdk.current())
        .withRules("scanner")
        .environment("TRACEPARENT", "00-" + TRACE + "-" + JOB + "-" + flags);
  }

  private void scan(ForkedJvm jvm) throws Exception {
    jvm.storingIn(database)
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(Protocol.HTTP))
        .run(Application.compile("scanner"), "com.acme.scanner.Main", "good")
        .says("\\[scan-metrics\\] INFO scan nightly-good .*");
  }

  private ReceivedSpan theScan() {
    return receiver.spans().stream()
        .filter(span -> span.name().equals("scan"))
        .findFirst()
        .orElseThrow();
  }
}
