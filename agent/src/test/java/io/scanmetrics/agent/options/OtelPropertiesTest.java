package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtelPropertiesTest {

  private static Map<String, String> properties(String argument, Map<String, String> configured) {
    return Options.ofAgent(argument, Map.of(), Map.of()).otel(configured::get);
  }

  @Test
  void withoutAnyExporterOrEndpointNothingIsExported() {
    assertThat(properties("", Map.of()))
        .containsEntry("otel.traces.exporter", "none")
        .containsEntry("otel.metrics.exporter", "none")
        .containsEntry("otel.logs.exporter", "none");
  }

  @Test
  void anEndpointForBothTurnsBothOn() {
    assertThat(properties("", Map.of("otel.exporter.otlp.endpoint", "http://collector:4318")))
        .doesNotContainKeys("otel.traces.exporter", "otel.metrics.exporter")
        .containsEntry("otel.logs.exporter", "none");
  }

  @ParameterizedTest
  @CsvSource({"traces,metrics", "metrics,traces"})
  void anEndpointForOneTurnsOneOn(String on, String off) {
    assertThat(
            properties(
                "", Map.of("otel.exporter.otlp." + on + ".endpoint", "http://collector:4318/v1")))
        .doesNotContainKey("otel." + on + ".exporter")
        .containsEntry("otel." + off + ".exporter", "none");
  }

  @Test
  void aNamedExporterStays() {
    assertThat(properties("", Map.of("otel.traces.exporter", "zipkin")))
        .containsEntry("otel.traces.exporter", "zipkin")
        .containsEntry("otel.metrics.exporter", "none");
  }

  @Test
  void theAgentsOwnExporterIsNotUsedTwice() {
    assertThat(properties("", Map.of("otel.traces.exporter", "otlp, scan_metrics")))
        .containsEntry("otel.traces.exporter", "otlp");
    assertThat(properties("", Map.of("otel.traces.exporter", "scan_metrics")))
        .containsEntry("otel.traces.exporter", "none");
  }

  @Test
  void theProtocolIsHttpUnlessGiven() {
    assertThat(properties("", Map.of()))
        .containsEntry("otel.exporter.otlp.protocol", "http/protobuf");
    assertThat(properties("", Map.of("otel.exporter.otlp.protocol", "grpc")))
        .doesNotContainKey("otel.exporter.otlp.protocol");
  }

  @Test
  void keysOfTheArgumentArePassedOnAndWin() {
    assertThat(
            properties(
                "otel.service.name=scanner,otel.exporter.otlp.endpoint=http://c:4318",
                Map.of("otel.service.name", "other")))
        .containsEntry("otel.service.name", "scanner")
        .containsEntry("otel.exporter.otlp.endpoint", "http://c:4318")
        .doesNotContainKey("otel.traces.exporter");
  }
}
