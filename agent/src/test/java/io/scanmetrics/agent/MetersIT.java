package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedMeter;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever wants to read the meters of the packaged agent can, and nobody else pays for them. */
class MetersIT {
  private static final String SCOPE = "io.scanmetrics";
  private static final String MAIN = "com.acme.metered.Main";
  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan nightly .*";
  private static final Pattern ENDPOINT =
      Pattern.compile("INFO meters are served at (http://127\\.0\\.0\\.1:\\d+/metrics)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Application application = Application.compile("metered");

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void prometheusReadsTheMetersWhileTheApplicationRuns(Jdk jdk) throws Exception {
    ForkedJvm.Running running =
        ForkedJvm.on(jdk)
            .withRules("metered")
            .option("-Dscan.metrics.prometheus.port=0", "-Xlog:class+load")
            .start(application, MAIN);
    awaitMeters(
        running,
        "scan_tte_seconds_count"
            + "{artifact_type=\"tarball\",outcome=\"succeeded\",replay=\"false\"} 1",
        "scan_phase_seconds_count{outcome=\"succeeded\",phase=\"vex\"} 1",
        "scan_active 0.0");
    ForkedJvm.Result result = running.leave();

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).doesNotContain("java.util.logging.LogManager ");
    result.saysInAnyOrder("\\[scan-metrics\\] INFO meters are served at .*", SUMMARY);
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void aPortThatIsTakenIsOneLineAndTheApplicationRuns(Jdk jdk) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      run(ForkedJvm.on(jdk)
              .withRules("metered")
              .option("-Dscan.metrics.prometheus.port=" + taken.getLocalPort()))
          .prints(0, "scanned")
          .saysInAnyOrder(
              "\\[scan-metrics\\] WARN meters are not served at 127.0.0.1:"
                  + taken.getLocalPort()
                  + ".*",
              SUMMARY);
    }
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void anOtlpEndpointGetsSpansAndMetersBeforeTheJvmIsGone(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      run(ForkedJvm.on(jdk)
              .withRules("metered")
              .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(Protocol.HTTP)))
          .prints(0, "scanned")
          .says(SUMMARY);

      assertThat(receiver.spans())
          .extracting(ReceivedSpan::scope, ReceivedSpan::name)
          .containsExactlyInAnyOrder(tuple(SCOPE, "scan"), tuple(SCOPE, "vex"));
      assertThat(receiver.meters())
          .extracting(ReceivedMeter::scope, ReceivedMeter::name)
          .contains(
              tuple(SCOPE, "scan.tte"),
              tuple(SCOPE, "scan.phase"),
              tuple(SCOPE, "scan.slo.breaches"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void withoutReadersThereIsNothingToLoad(Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        run(ForkedJvm.on(jdk).withRules("metered").option("-Xlog:class+load"));

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .contains("io.scanmetrics.assemble.ScanAssembler ")
        .doesNotContain("] io.micrometer.", "] io.prometheus.", "] io.opentelemetry.");
  }

  private ForkedJvm.Result run(ForkedJvm jvm) throws IOException, InterruptedException {
    ForkedJvm.Running running = jvm.start(application, MAIN);
    running.process().getOutputStream().close();
    return running.await();
  }

  /**
   * Waits until the endpoint that stderr names shows all of these lines: it reads one meter after
   * the other, so that a scan which ends meanwhile may run by one of them and be over by the next.
   */
  private static void awaitMeters(ForkedJvm.Running running, String... lines) throws IOException {
    running.awaitSaid("/metrics");
    Matcher endpoint = ENDPOINT.matcher(Files.readString(running.err()));
    assertThat(endpoint.find()).isTrue();
    URL url = URI.create(endpoint.group(1)).toURL();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> meters = List.of();
    while (!meters.containsAll(List.of(lines))) {
      assertThat(System.nanoTime() - deadline).as("all that is served: %s", meters).isNegative();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      try (InputStream in = url.openStream()) {
        meters = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      }
    }
  }
}
