package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaMode;
import io.scanmetrics.testing.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeteringIT {

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void aLastLookDuringExitIsAnsweredAndTheEndpointKeepsNoJvmAlive(Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .run(
                List.of(
                    "-cp", System.getProperty("java.class.path"), IsScrapedAtExit.class.getName()));

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).contains("scan_tte_seconds_count");
    assertThat(result.stderr()).hasLineCount(1).contains("meters are served at http://127.0.0.1:");
  }

  @Test
  void theConnectionPoolIsMeasuredToo() throws Exception {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    Metering metering =
        Metering.start(
            Options.ofAgent("prometheus.port=0", Map.of(), Map.of()),
            false,
            AgentLog.to(sink, AgentLog.Level.INFO, () -> 0));
    PostgresConfig config =
        new PostgresConfig(
            PostgresServer.embedded().newDatabase().jdbcUrl(),
            null,
            null,
            null,
            SchemaMode.MIGRATE);
    try (PostgresScanStore store = new PostgresScanStore(config, metering::registry)) {
      assertThat(store.write(List.of(TestScans.scan().succeededAfter(1)))).isEmpty();

      assertThat(scrape(URI.create(Objects.requireNonNull(metering.endpoint()))))
          .contains("hikaricp_connections_max{pool=\"scan-metrics\"} 2.0")
          .contains("hikaricp_connections_acquire_seconds_count{pool=\"scan-metrics\"} 1");
    }
  }

  private static String scrape(URI uri) throws IOException {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static final class IsScrapedAtExit {
    public static void main(String[] args) {
      Options options = Options.ofAgent("prometheus.port=0", Map.of(), Map.of());
      Metering metering = Metering.start(options, false, AgentLog.toStderr(AgentLog.Level.INFO));
      metering.meters().scanFinished(TestScans.scan().succeededAfter(1), TestScans.SPAN);
      URI uri = URI.create(Objects.requireNonNull(metering.endpoint()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> print(uri)));
    }

    private static void print(URI uri) {
      try {
        System.out.println(scrape(uri));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
