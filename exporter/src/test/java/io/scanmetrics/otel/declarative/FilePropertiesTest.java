package io.scanmetrics.otel.declarative;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilePropertiesTest {
  private final List<String> unknown = new ArrayList<>();

  @Test
  void anOptionIsNamedAsTheFileNamesThings() {
    ConfigProperties properties =
        FileProperties.of(
            Map.of(
                "jdbc_url", "jdbc:postgresql://db/metrics",
                "jdbc_password_file", "/run/secrets/db",
                "spool_max_bytes", 1024,
                "shutdown_timeout", "5s"),
            unknown::add);

    assertThat(properties.getString("scan.metrics.jdbc.url"))
        .isEqualTo("jdbc:postgresql://db/metrics");
    assertThat(properties.getString("scan.metrics.jdbc.password.file"))
        .isEqualTo("/run/secrets/db");
    assertThat(properties.getLong("scan.metrics.spool.max.bytes")).isEqualTo(1024);
    assertThat(properties.getDuration("scan.metrics.shutdown.timeout"))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(unknown).isEmpty();
  }

  @Test
  void whatIsNoOptionIsNamed() {
    FileProperties.of(Map.of("jdbc_ulr", "jdbc:postgresql://db/metrics"), unknown::add);

    assertThat(unknown).containsExactly("jdbc_ulr");
  }
}
