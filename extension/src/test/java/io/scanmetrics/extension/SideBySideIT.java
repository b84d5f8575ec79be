package io.scanmetrics.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several agents in one JVM by mistake: it is said once, and each scan is written once. */
class SideBySideIT {
  private static final String HOST_TOO =
      "\\[scan-metrics\\] WARN the OpenTelemetry agent is in this JVM as well; .*";
  private static final String EXTENSION_TOO =
      "\\[scan-metrics\\] is an extension of the OpenTelemetry agent too; that one goes on, .*";

  @Test
  void theAgentAfterTheOpenTelemetryAgent() throws Exception {
    runsOnce(HOST_TOO, HostedJvm.HOST, HostedJvm.AGENT);
  }

  @Test
  @Tag("long")
  void theAgentBeforeTheOpenTelemetryAgent() throws Exception {
    runsOnce(HOST_TOO, HostedJvm.AGENT, HostedJvm.HOST);
  }

  @Test
  void theAgentAfterItsOwnExtension() throws Exception {
    runsOnce(EXTENSION_TOO, HostedJvm.HOST, HostedJvm.EXTENSION, HostedJvm.AGENT);
  }

  @Test
  @Tag("long")
  void theAgentBeforeItsOwnExtension() throws Exception {
    runsOnce(HOST_TOO, HostedJvm.AGENT, HostedJvm.HOST, HostedJvm.EXTENSION);
  }

  private static void runsOnce(String said, String... attached) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      ForkedJvm.Result result =
          HostedJvm.on(Jdk.current(), database, receiver)
              .option(attached)
              .run(
                  HostedJvm.application(),
                  "com.acme.hosted.Main",
                  database.jdbcUrl(),
                  "scan",
                  "later",
                  "job");
      result.prints(0, "4", "LATER");
      result.says(
          HostedJvm.JVM_NOTICE,
          said,
          "\\[scan-metrics\\] INFO scan scan-1 .*: ingest .*, analyze .*, publish .*",
          "\\[scan-metrics\\] INFO scan later .*: analyze .*",
          "\\[scan-metrics\\] INFO scan job .*: sign .*");
    }
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', outcome,"
                    + " (SELECT string_agg(phase_name, ' ' ORDER BY phase_order)"
                    + " FROM scanner.execution_phases p WHERE p.metrics_id = s.metrics_id)"
                    + " FROM scanner.scan_metrics s ORDER BY started_at"))
        .containsExactly(
            List.of("scan-1", "succeeded", "ingest analyze publish"),
            List.of("later", "succeeded", "analyze"),
            List.of("job", "succeeded", "sign"));
  }
}
