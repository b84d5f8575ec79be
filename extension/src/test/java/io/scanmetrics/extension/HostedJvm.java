package io.scanmetrics.extension;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import java.nio.file.Path;

/** JVMs with the real OpenTelemetry agent. */
final class HostedJvm {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path DRIVER = TARGET.resolve("host/postgresql.jar");

  /** {@code -javaagent:} with the OpenTelemetry agent. */
  static final String HOST = "-javaagent:" + TARGET.resolve("host/opentelemetry-javaagent.jar");

  /** Has the OpenTelemetry agent load the packaged extension. */
  static final String EXTENSION =
      "-Dotel.javaagent.extensions=" + TARGET.resolve("scan-metrics-extension.jar");

  /** {@code -javaagent:} with our own packaged agent. */
  static final String AGENT =
      "-javaagent:" + Path.of("../agent/target/scan-metrics-agent.jar").toAbsolutePath();

  /** What the JVM itself says of any agent like the host. */
  static final String JVM_NOTICE = "OpenJDK .* Sharing is only supported for boot loader classes.*";

  private HostedJvm() {}

  /**
   * A JVM without an agent so far, whose scans go to the database and whose spans to the receiver.
   */
  static ForkedJvm on(Jdk jdk, TestDatabase database, OtlpReceiver receiver) {
    return ForkedJvm.on(jdk)
        .option("-Dotel.javaagent.logging=none")
        .option("-Dotel.exporter.otlp.endpoint=" + receiver.endpoint(Protocol.HTTP))
        .option("-Dotel.exporter.otlp.protocol=" + Protocol.HTTP)
        .option("-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none")
        .option("-Dscan.metrics.rules=" + ForkedJvm.rules("hosted"))
        .option("-Dscan.metrics.tenant.id=acme")
        .storingIn(database);
  }

  /** The application of these tests, which has a database driver of its own. */
  static Application application() throws Exception {
    return Application.compile("hosted", DRIVER);
  }
}
