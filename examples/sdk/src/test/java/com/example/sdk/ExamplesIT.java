package com.example.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import io.scanmetrics.testing.otlp.SpansAsRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples as users run them: what a collector gets and what PostgreSQL holds is the same. */
class ExamplesIT {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private TestDatabase database;
  private OtlpReceiver receiver;

  @BeforeEach
  void prepare() throws Exception {
    database = PostgresServer.embedded().newDatabase();
    receiver = OtlpReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void anApplicationsOwnSdkConfiguredByVariablesAndByAFile() throws Exception {
    String output = run("own-sdk.sh");

    assertThat(output)
        .containsPattern("jackson-core-\\S+: \\[Apache-2.0]")
        .containsPattern("groovy-\\S+: \\[Apache-2.0")
        .contains("own-sdk.sh: no jar", "common.sh: no jar")
        .doesNotContain("WARNING", "SEVERE");
    assertThat(receiver.spans())
        .extracting(ReceivedSpan::resource)
        .allMatch(resource -> "licences".equals(resource.get("service.name")));
    rowsSayWhatSpansDo(4, 8);
  }

  @Test
  void aForeignProgramThatSendsTheDocumentedAttributes() throws Exception {
    String output = run("foreign.sh");

    assertThat(output)
        .contains("common.sh: 0 suspicious lines", "scan-metrics.yaml: 1 suspicious lines")
        .contains("no-such-file: no-such-file (No such file or directory)")
        .contains("secrets-no-such-file");
    rowsSayWhatSpansDo(3, 5);
  }

  @Test
  void anUnmodifiedScannerUnderTheOpenTelemetryAgent() throws Exception {
    String output = run("opentelemetry-agent.sh");

    assertThat(output).contains("[scan-metrics] INFO scan ").doesNotContain("WARN", "ERROR");
    List<ReceivedSpan> spans = receiver.spans();
    assertThat(spans)
        .filteredOn(ReceivedSpan::name, "scan")
        .hasSize(1)
        .extracting(span -> List.<Object>of(span.traceId(), span.spanId()))
        .isEqualTo(database.rows("SELECT trace_id, span_id FROM scanner.scan_metrics"));
    assertThat(database.rows(SpansAsRows.PHASES))
        .hasSizeGreaterThan(6)
        .isEqualTo(SpansAsRows.phases(spans));
  }

  private void rowsSayWhatSpansDo(int scans, int phases) {
    List<ReceivedSpan> spans = receiver.spans();
    assertThat(database.rows(SpansAsRows.SCANS)).hasSize(scans).isEqualTo(SpansAsRows.scans(spans));
    assertThat(database.rows(SpansAsRows.PHASES))
        .hasSize(phases)
        .isEqualTo(SpansAsRows.phases(spans));
  }

  /** What a script prints; fails unless it says that all went well. */
  private String run(String script) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(REPOSITORY.resolve("examples").resolve(script).toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(OTEL|SCAN_METRICS|JAVA_TOOL|TRACE).*"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("DEMO_DIR", folder.toString());
    environment.put("DEMO_BUILD", "off");
    environment.put("SCAN_METRICS_JDBC_URL", database.jdbcUrl());
    environment.put("SCAN_METRICS_JDBC_USER", "postgres");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(Protocol.HTTP));
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      String said = Files.readString(output);
      assertThat(ended).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
