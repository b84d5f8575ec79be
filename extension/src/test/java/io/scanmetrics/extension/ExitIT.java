package io.scanmetrics.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the end of a JVM with the extension leaves behind, and how long it may take. */
class ExitIT {
  private static final String MAIN = "com.acme.hosted.Main";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String ROWS =
      "SELECT trace_id, outcome, s.finished_at IS NULL, phase_name FROM scanner.scan_metrics s"
          + " JOIN scanner.execution_phases USING (metrics_id)";

  /** A JVM that is part of a trace, and exits inside of a scan. */
  private static void exit(String rules, TestDatabase database, OtlpReceiver receiver)
      throws Exception {
    ForkedJvm.Result result =
        HostedJvm.on(Jdk.current(), database, receiver)
            .option(HostedJvm.HOST, HostedJvm.EXTENSION)
            .option("-Dscan.metrics.rules=" + ForkedJvm.rules(rules))
            .environment("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-01")
            .run(HostedJvm.application(), MAIN, database.jdbcUrl(), "cut off");
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(3);
    assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).containsOnly(TRACE);
    assertThat(receiver.spans())
        .filteredOn(ReceivedSpan::name, "scan")
        .extracting(ReceivedSpan::parentSpanId)
        .containsExactly(PARENT);
  }

  @Test
  void aScanThatIsCutOffIsWrittenAndExportedAsWhatItIs() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      exit("hosted", database, receiver);
      assertThat(database.rows(ROWS)).containsExactly(List.of(TRACE, "aborted", true, "analyze"));
      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name, ReceivedSpan::failed)
          .containsExactlyInAnyOrder(tuple("scan", true), tuple("analyze", false));
    }
  }

  @Test
  @Tag("long")
  void aScanThatIsTheWholeJvmEndsWithIt() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      exit("hosted-jvm", database, receiver);
      assertThat(database.rows(ROWS))
          .containsExactly(List.of(TRACE, "succeeded", false, "analyze"));
      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name, ReceivedSpan::failed)
          .containsExactlyInAnyOrder(tuple("scan", false), tuple("analyze", false));
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerHoldsTheExitUpForTheTimeoutOnly() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OtlpReceiver receiver = OtlpReceiver.start()) {
      ForkedJvm.Result result =
          HostedJvm.on(Jdk.current(), ScannerDatabase.create(), receiver)
              .option(HostedJvm.HOST, HostedJvm.EXTENSION)
              .option(
                  "-Dscan.metrics.jdbc.url=jdbc:postgresql://127.0.0.1:" + silent.getLocalPort())
              .option("-Dscan.metrics.shutdown.timeout=1s")
              .run(HostedJvm.application(), MAIN, "none", "later", "time");
      long printed = Long.parseLong(result.stdout().lines().skip(1).findFirst().orElseThrow());
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      assertThat(Duration.between(Instant.ofEpochMilli(printed), Instant.now()))
          .isLessThan(Duration.ofSeconds(10));
      assertThat(receiver.spans()).extracting(ReceivedSpan::name).contains("scan", "analyze");
    }
  }
}
