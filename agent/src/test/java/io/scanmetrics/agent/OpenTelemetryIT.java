package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenTelemetry's options mean for rows holds whether or not there is anything to send. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
class OpenTelemetryIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan nightly .*";

  private final Jdk jdk;
  private final Application application = Application.compile("endings");
  private TestDatabase database;

  OpenTelemetryIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @BeforeEach
  void prepare() throws Exception {
    database = ScannerDatabase.create();
  }

  @Test
  void aScanIsPartOfTheTraceOfWhoeverStartedTheJvm() throws Exception {
    run(agent().environment("TRACEPARENT", TRACEPARENT)).says(SUMMARY, SUMMARY);
    run(agent().environment("TRACEPARENT", TRACEPARENT).option("-Dotel.traces.exporter=otlp"));

    assertThat(
            database.rows(
                "SELECT trace_id, metrics_id <> trace_id::UUID, attempt FROM scanner.scan_metrics"))
        .containsExactly(List.of(TRACE, true, 4));
  }

  @Test
  void aScanBeginsATraceWhereNobodyPropagatesOne() throws Exception {
    run(agent().environment("TRACEPARENT", TRACEPARENT).option("-Dotel.propagators=none"));

    assertThat(
            database.rows(
                "SELECT trace_id <> '"
                    + TRACE
                    + "', metrics_id = trace_id::UUID FROM scanner.scan_metrics"))
        .containsExactly(List.of(true, true));
  }

  @Test
  void theResourceTellsTheScannersVersionAndImage() throws Exception {
    run(agent()
            .environment("OTEL_SERVICE_NAME", "scanner")
            .environment(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.version=2.7%2B1,container.image.id=sha256:feed"))
        .says(SUMMARY, SUMMARY);

    assertThat(
            database.rows("SELECT scanner_version, scanner_image_digest FROM scanner.scan_metrics"))
        .containsExactly(Arrays.asList("2.7+1", "sha256:feed"));
  }

  @Test
  void anOptionThatTheSdkRefusesIsToldAndScansAreStored() throws Exception {
    run(agent().environment("OTEL_TRACES_SAMPLER", "sometimes"))
        .saysInAnyOrder(
            SUMMARY,
            SUMMARY,
            "\\[scan-metrics\\] ERROR the otel\\.\\* options cannot be used, so spans and meters"
                + " are not exported: .*sometimes.*");

    assertThat(database.value("SELECT outcome FROM scanner.scan_metrics")).isEqualTo("succeeded");
  }

  private ForkedJvm agent() {
    return ForkedJvm.on(jdk).withRules("endings").storingIn(database);
  }

  private ForkedJvm.Result run(ForkedJvm jvm) throws Exception {
    return jvm.run(application, "com.acme.endings.Main", "again").prints(0, "end of main");
  }
}
