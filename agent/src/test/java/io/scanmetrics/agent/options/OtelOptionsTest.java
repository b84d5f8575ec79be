package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtelOptionsTest {
  private static final Map<String, String> NOTHING = Map.of();

  @ParameterizedTest
  @CsvSource({
    "'',,false,false",
    "otel.exporter.otlp.endpoint,http://c:4318,true,true",
    "otel.exporter.otlp.metrics.endpoint,http://c:4318/v1/metrics,false,true",
    "otel.exporter.otlp.traces.endpoint,http://c:4318/v1/traces,true,false",
    "otel.traces.exporter,otlp,true,false",
    "otel.metrics.exporter,otlp,false,true",
    "otel.traces.exporter,none,false,false",
    "otel.traces.exporter,scan_metrics,false,false"
  })
  void whatIsExportedIsKnownBeforeTheSdkIs(
      String key, @Nullable String value, boolean traces, boolean metrics) {
    OtelOptions options = of(value == null ? NOTHING : Map.of(key, value));

    assertThat(options.exportsTraces()).isEqualTo(traces);
    assertThat(options.exportsMetrics()).isEqualTo(metrics);
    assertThat(options.needsSdk()).isEqualTo(traces || metrics);
  }

  @Test
  void anArgumentWinsOverAPropertyAndThatOverTheEnvironment() {
    Map<String, String> property = Map.of("otel.traces.exporter", "otlp");
    Map<String, String> environment = Map.of("OTEL_TRACES_EXPORTER", "none");

    assertThat(of("", NOTHING, environment).exportsTraces()).isFalse();
    assertThat(of("", property, environment).exportsTraces()).isTrue();
    assertThat(of("otel.traces.exporter=none", property, environment).exportsTraces()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "otel.service.name,scanner",
    "otel.resource.attributes,'service.version=1,team=sec'",
    "otel.sdk.disabled,false",
    "otel.logs.exporter,otlp",
    "otel.javaagent.debug,true",
    "otel.instrumentation.jdbc.enabled,true"
  })
  void noSdkIsNeededForWhatIsUnderstoodWithoutOne(String key, String value) {
    assertThat(of(Map.of(key, value)).needsSdk()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "otel.traces.sampler,allways_on",
    "otel.propagators,b4",
    "otel.bsp.schedule.delay,1x",
    "otel.resource.attributes,service.version"
  })
  void theSdkIsNeededToJudgeWhatOnlyItKnows(String key, String value) {
    assertThat(of(Map.of(key, value)).needsSdk()).isTrue();
  }

  @Test
  void theResourceIsReadAsTheSdkReadsIt() {
    OtelOptions options =
        of(
            Map.of(
                "otel.resource.attributes",
                " service.version = 1%2C2 ,container.image.id=sha256:%zz,empty=,odd"));

    assertThat(options.resource())
        .isEqualTo(Map.of("service.version", "1,2", "container.image.id", "sha256:%zz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "parentbased_always_on"})
  void everythingIsSampledUnlessASamplerSaysOtherwise(String sampler) {
    assertThat(of(NOTHING).samplesAll()).isTrue();
    assertThat(of(Map.of("otel.traces.sampler", sampler)).samplesAll()).isTrue();
    assertThat(of(Map.of("otel.traces.sampler", "traceidratio")).samplesAll()).isFalse();
  }

  @Test
  void aTraceIsTakenUpUnlessThePropagatorsSayOtherwise() {
    assertThat(of(NOTHING).propagatesTraceContext()).isTrue();
    assertThat(of(Map.of("otel.propagators", "baggage, tracecontext")).propagatesTraceContext())
        .isTrue();
    assertThat(of(Map.of("otel.propagators", "none")).propagatesTraceContext()).isFalse();
  }

  @Test
  void ofTheBaggageOnlyWhatIsAskedForIsTaken() {
    String include = "otel.java.experimental.span.attributes.copy.from.baggage.include";
    Map<String, String> environment = Map.of("BAGGAGE", "build.id=4%202;ttl=1, secret=hush,odd");

    assertThat(of(NOTHING).baggage(environment)).isEmpty();
    assertThat(of(Map.of(include, "build.id,branch")).baggage(environment))
        .isEqualTo(Map.of("build.id", "4 2"));
    assertThat(of(Map.of(include, "*")).baggage(environment))
        .isEqualTo(Map.of("build.id", "4 2", "secret", "hush"));
    assertThat(of(Map.of(include, "*", "otel.propagators", "tracecontext")).baggage(environment))
        .isEmpty();
  }

  private static OtelOptions of(Map<String, String> properties) {
    return of("", properties, NOTHING);
  }

  private static OtelOptions of(
      String argument, Map<String, String> properties, Map<String, String> environment) {
    return Options.ofAgent(argument, Map.of(), Map.of()).otelOptions(properties, environment);
  }
}
