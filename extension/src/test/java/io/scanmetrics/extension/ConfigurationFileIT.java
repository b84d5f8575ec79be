package io.scanmetrics.extension;

import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConfigurationFileIT {
  @Test
  @Tag("long")
  void whereTheHostIsConfiguredByAFileItIsSaidThatNothingIsMeasured() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      HostedJvm.on(Jdk.current(), database, receiver)
          .option(HostedJvm.HOST, HostedJvm.EXTENSION)
          .option("-Dotel.config.file=src/test/resources/otel-config.yaml")
          .run(HostedJvm.application(), "com.acme.hosted.Main", database.jdbcUrl(), "scan")
          .prints(0, "4")
          .says(
              HostedJvm.JVM_NOTICE,
              "\\[scan-metrics\\] cannot be hosted where otel.config.file is used, .*");
    }
  }
}
