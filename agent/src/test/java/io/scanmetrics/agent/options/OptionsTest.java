package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static Options argument(@Nullable String argument) {
    return Options.ofAgent(argument, Map.of(), Map.of());
  }

  private static Options property(String name, String value) {
    return Options.ofAgent(null, Map.of(name, value), Map.of());
  }

  private static Options environment(Map<String, String> environment) {
    return Options.ofAgent(null, Map.of(), environment);
  }

  private static PostgresConfig database(String variable, String value) {
    PostgresConfig config =
        environment(Map.of("SCAN_METRICS_JDBC_URL", "jdbc:postgresql://db/scans", variable, value))
            .postgres();
    return Objects.requireNonNull(config);
  }

  @Nested
  class Defaults {
    @Test
    void applyWhenNothingIsSet() {
      Options options = Options.ofAgent(null, Map.of("user.home", "/home/me"), Map.of());

      assertThat(options.faults()).isEmpty();
      assertThat(options.enabled()).isTrue();
      assertThat(options.rules()).isEmpty();
      assertThat(options.rulesStrict()).isFalse();
      assertThat(options.jdbcUrl()).isNull();
      assertThat(options.postgres()).isNull();
      assertThat(options.tenantId()).isEqualTo("00000000-0000-0000-0000-000000000000");
      assertThat(options.isSet(Option.TENANT_ID)).isFalse();
      assertThat(options.spoolDir()).isEqualTo("/home/me/.local/state/scan-metrics/spool");
      assertThat(options.spoolMaxBytes()).isEqualTo(268_435_456L);
      assertThat(options.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
      assertThat(options.phaseMaxRows()).isEqualTo(1_000);
      assertThat(options.orphanTimeout()).isEqualTo(Duration.ofMinutes(1));
      assertThat(options.prometheusPort()).isEqualTo(-1);
      assertThat(options.prometheusHost()).isEqualTo("127.0.0.1");
      assertThat(options.logLevel()).isEqualTo(AgentLog.Level.INFO);
    }

    @Test
    void theSpoolFollowsTheXdgSpecification() {
      assertThat(environment(Map.of("XDG_STATE_HOME", "/var/state")).spoolDir())
          .isEqualTo("/var/state/scan-metrics/spool");
      assertThat(
              Options.ofAgent(
                      null, Map.of("user.home", "/root"), Map.of("XDG_STATE_HOME", "relative"))
                  .spoolDir())
          .isEqualTo("/root/.local/state/scan-metrics/spool");
    }

    @Test
    void aUserWithoutAHomeHasNoSpoolInTheWorkingFolder() {
      assertThat(Options.ofAgent(null, Map.of("user.home", "?"), Map.of()).spoolDir()).isEmpty();
      assertThat(Options.ofAgent(null, Map.of(), Map.of()).spoolDir()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void areThemselvesValid(Option option) {
      String value = option.defaultValue();

      assertThat(value == null || Values.isValid(option, value)).isTrue();
    }
  }

  @Nested
  class Precedence {
    @Test
    void anArgumentWinsOverAPropertyOverTheEnvironment() {
      Map<String, String> property = Map.of("scan.metrics.tenant.id", "property");
      Map<String, String> environment = Map.of("SCAN_METRICS_TENANT_ID", "environment");

      assertThat(Options.ofAgent("tenant.id=argument", property, environment).tenantId())
          .isEqualTo("argument");
      assertThat(Options.ofAgent(null, property, environment).tenantId()).isEqualTo("property");
      assertThat(Options.ofAgent(null, Map.of(), environment).tenantId()).isEqualTo("environment");
    }

    @Test
    void aBlankValueCountsAsNone() {
      Options options =
          Options.ofAgent(
              "tenant.id=",
              Map.of("scan.metrics.tenant.id", " "),
              Map.of("SCAN_METRICS_TENANT_ID", "acme"));

      assertThat(options.tenantId()).isEqualTo("acme");
      assertThat(options.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"JDBC_PASSWORD", "JDBC_PASSWORD_FILE"})
    void everyOptionIsAPropertyAVariableAndAnArgument(Option option) {
      String value =
          switch (option.kind()) {
            case FLAG -> "false";
            case TEXT, LIST -> "text";
            case CHOICE -> "off";
            case DURATION -> "7m";
            case BYTES, COUNT, PORT -> "4096";
            case JDBC_URL -> "jdbc:postgresql://db/scans";
            case SECRET -> "none";
          };

      assertThat(argument(option.argument() + "=" + value).isSet(option)).isTrue();
      assertThat(property(option.property(), value).isSet(option)).isTrue();
      assertThat(environment(Map.of(option.environmentVariable(), value)).isSet(option)).isTrue();
    }
  }

  @Nested
  class AnArgument {
    @Test
    void isAListOfNamesAndValues() {
      Options options = argument("rules=r.yaml,tenant.id=acme, log.level = debug");

      assertThat(options.rules()).containsExactly("r.yaml");
      assertThat(options.tenantId()).isEqualTo("acme");
      assertThat(options.logLevel()).isEqualTo(AgentLog.Level.DEBUG);
      assertThat(options.faults()).isEmpty();
    }

    @Test
    void mayBeAFullPropertyName() {
      assertThat(argument("scan.metrics.tenant.id=acme").tenantId()).isEqualTo("acme");
    }

    @Test
    void takesAValueWithCommasInSingleQuotes() {
      Options options = argument("rules='a.yaml,b.yaml',tenant.id='it''s us'");

      assertThat(options.rules()).containsExactly("a.yaml", "b.yaml");
      assertThat(options.tenantId()).isEqualTo("it's us");
      assertThat(options.faults()).isEmpty();
    }

    @Test
    void keepsEqualSignsInItsValue() {
      assertThat(argument("jdbc.url=jdbc:postgresql://db/scans?ssl=true&x=y").jdbcUrl())
          .isEqualTo("jdbc:postgresql://db/scans?ssl=true&x=y");
    }

    @Test
    void thatIsEmptyOrEndsInACommaIsFine() {
      assertThat(argument("").faults()).isEmpty();
      assertThat(argument("rules=r.yaml,").faults()).isEmpty();
    }

    @Test
    void thatIsUnknownIsNamedWithTheNearestOne() {
      Options options = argument("tenat.id=acme,rules=r.yaml");

      assertThat(options.faults())
          .containsExactly("agent argument 'tenat.id' is unknown; did you mean tenant.id?");
      assertThat(options.rules()).containsExactly("r.yaml");
    }

    @Test
    void withoutANameIsToldHowSeveralRulesFilesAreGiven() {
      assertThat(argument("rules=a.yaml,b.yaml").faults())
          .singleElement()
          .asString()
          .contains("'b.yaml' has no name")
          .contains("rules='");
    }

    @Test
    void withoutAValueIsNamed() {
      assertThat(argument("enabledd").faults())
          .containsExactly("agent argument 'enabledd' has no value; did you mean enabled=…?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules='a.yaml,b.yaml", "rules='a.yaml'b.yaml"})
    void withAQuoteThatIsNotClosedIsLeftOut(String text) {
      Options options = argument(text);

      assertThat(options.rules()).isEmpty();
      assertThat(options.faults()).singleElement().asString().contains("single quotes");
    }
  }

  @Nested
  class AnInvalidValue {
    @ParameterizedTest
    @CsvSource({
      "enabled, flase, false",
      "enabled, 1, true",
      "rules.strict, no, false",
      "schema, valdiate, validate",
      "log.level, warning, warn",
      "shutdown.timeout, 5sec, 5s",
      "shutdown.timeout, 1.5s, 1500ms",
      "shutdown.timeout, 2 minutes, 2m",
      "shutdown.timeout, 20millis, 20ms",
      "spool.max.bytes, 256MB, 268435456",
      "spool.max.bytes, 1.5k, 1536",
      "prometheus.port, 99999, a number from 0 to 65535",
      "jdbc.url, postgresql://db/scans, jdbc:postgresql://db/scans"
    })
    void isNamedWithTheNearestRightOne(String name, String value, String nearest) {
      assertThat(argument(name + "=" + value).faults())
          .singleElement()
          .asString()
          .startsWith("scan.metrics." + name + "=" + value + " (argument) is")
          .contains(nearest)
          .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "9223372036854775807h", "99999999999999999999", "5 s s"})
    void ofADurationLeavesTheDefault(String value) {
      Options options = property("scan.metrics.shutdown.timeout", value);

      assertThat(options.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
      assertThat(options.faults())
          .singleElement()
          .asString()
          .contains("(system property)")
          .endsWith("the default applies: 5s");
    }

    @Test
    void doesNotGiveWayToALesserSource() {
      Options options =
          Options.ofAgent("schema=valdiate", Map.of("scan.metrics.schema", "migrate"), Map.of());

      assertThat(options.isSet(Option.SCHEMA)).isFalse();
    }

    @Test
    void isNotRepeatedInFullIfItIsLong() {
      assertThat(argument("schema=" + "x".repeat(5_000)).faults())
          .singleElement()
          .asString()
          .hasSizeLessThan(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "5s,5000",
    "1m,60000",
    "1h,3600000",
    "2d,172800000",
    "250,250",
    "5 s,5000"
  })
  void durationsAreThoseOfOpenTelemetry(String text, long millis) {
    assertThat(argument("shutdown.timeout=" + text).shutdownTimeout())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Nested
  class UnknownNames {
    @Test
    void ofSystemPropertiesAreNamedWithTheNearest() {
      assertThat(property("scan.metrics.jdbc.ulr", "x").faults())
          .containsExactly(
              "system property scan.metrics.jdbc.ulr is unknown; did you mean"
                  + " scan.metrics.jdbc.url?");
    }

    @Test
    void ofVariablesAreNamedWithTheNearest() {
      assertThat(environment(Map.of("SCAN_METRICS_TENANT", "x")).faults())
          .containsExactly(
              "environment variable SCAN_METRICS_TENANT is unknown; did you mean"
                  + " SCAN_METRICS_TENANT_ID?");
    }

    @Test
    void thatKubernetesSetsForAServiceOfThatNameAreNone() {
      Options options =
          environment(
              Map.of(
                  "SCAN_METRICS_SERVICE_HOST", "10.0.0.1",
                  "SCAN_METRICS_SERVICE_PORT_HTTP", "80",
                  "SCAN_METRICS_PORT", "tcp://10.0.0.1:80",
                  "SCAN_METRICS_PORT_80_TCP_ADDR", "10.0.0.1",
                  "SCAN_METRICS_PROMETHEUS_PORT", "tcp://10.0.0.1:9464"));

      assertThat(options.faults()).isEmpty();
      assertThat(options.prometheusPort()).isEqualTo(-1);
    }
  }

  @Nested
  class APassword {
    @Test
    void isRefusedAsAnArgument() {
      Options options = argument("jdbc.password=geheim,rules=r.yaml");

      assertThat(options.isSet(Option.JDBC_PASSWORD)).isFalse();
      assertThat(options.rules()).containsExactly("r.yaml");
      assertThat(options.faults())
          .singleElement()
          .asString()
          .contains("scan.metrics.jdbc.password.file", "SCAN_METRICS_JDBC_PASSWORD");
    }

    @Test
    void isDroppedFromAUrlInAnArgument() {
      Options options =
          argument("jdbc.url=jdbc:postgresql://db/scans?password=geheim&ssl=true,rules=r.yaml");

      assertThat(options.jdbcUrl()).isEqualTo("jdbc:postgresql://db/scans?ssl=true");
      assertThat(options.faults()).singleElement().asString().doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "jdbc.password=geheim,geheim",
          "jdbc.password=x,geheim=y",
          "jdbc.password='geheim,geheim",
          "jdbc.url=jdbc:postgresql://db/scans?password=x,geheim",
          "jdbc.url=jdbc:postgresql://me:x,geheim@db/scans",
          "jdbc.url=postgresql://me:geheim@db/scans?password=geheim",
          "jdbc.url=jdbc:postgresql://me:ge?geheim@db/scans",
          "scan.metrics.jdbc.password=geheim",
          "schema=jdbc:postgresql://db/x?password=geheim",
          "jdbc.pasword=x,geheim",
          "jdbc.password:geheim",
          "jdbc_url=jdbc:postgresql://me:x,geheim@db/scans"
        })
    void isNeverRepeated(String argument) {
      Options options = argument(argument);

      assertThat(options.faults()).isNotEmpty().noneMatch(fault -> fault.contains("geheim"));
      assertThat(options.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "postgresql://me:geheim@db/scans",
          "JDBC:postgresql://me:geheim@db/scans",
          "https://me:ge geheim@db/scans",
          "me:geheim@db/scans",
          "db/scans?password=geheim"
        })
    void isNeverRepeatedFromAUrlThatIsNone(String url) {
      Options options = environment(Map.of("SCAN_METRICS_JDBC_URL", url));

      assertThat(options.faults())
          .singleElement()
          .asString()
          .startsWith("scan.metrics.jdbc.url=")
          .doesNotContain("geheim");
    }

    @Test
    void isNotPartOfTheOptionsText() {
      Options options =
          Options.ofAgent(
              null,
              Map.of(
                  "scan.metrics.jdbc.url", "jdbc:postgresql://me:geheim@db/x?sslpassword=geheim"),
              Map.of("SCAN_METRICS_JDBC_PASSWORD", "geheim"));

      assertThat(options)
          .hasToString(
              "scan.metrics.jdbc.url=jdbc:postgresql://me:***@db/x?sslpassword=*** (system"
                  + " property), scan.metrics.jdbc.password=*** (environment)");
    }

    @Test
    void keepsItsBlanks() {
      assertThat(database("SCAN_METRICS_JDBC_PASSWORD", " a b ").password()).isEqualTo(" a b ");
    }

    @Test
    void inAFileIsPreferred() {
      Options options =
          environment(
              Map.of(
                  "SCAN_METRICS_JDBC_PASSWORD", "geheim",
                  "SCAN_METRICS_JDBC_PASSWORD_FILE", "/run/secrets/scans"));

      assertThat(options.faults()).singleElement().asString().contains("both set; the file");
    }
  }

  @Nested
  class TheDatabase {
    @Test
    void isWhatTheExporterTakes() {
      PostgresConfig config = database("SCAN_METRICS_JDBC_USER", "scanner");

      assertThat(config)
          .isEqualTo(
              new PostgresConfig(
                  "jdbc:postgresql://db/scans", "scanner", null, null, SchemaMode.VALIDATE));
    }

    @Test
    void mayHaveItsPasswordInAFileAndItsSchemaMigrated() {
      assertThat(database("SCAN_METRICS_JDBC_PASSWORD_FILE", "/run/secrets/scans").passwordFile())
          .isEqualTo(Path.of("/run/secrets/scans"));
      assertThat(database("SCAN_METRICS_SCHEMA", "migrate").schema()).isEqualTo(SchemaMode.MIGRATE);
    }

    @Test
    void withAUrlThatPgjdbcWouldNotUnderstandIsRefusedByName() {
      Options options = property("scan.metrics.jdbc.url", "jdbc:postgresql://me:geheim@db/scans");

      assertThatThrownBy(options::postgres)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("scan.metrics.jdbc.url: ")
          .hasMessageNotContaining("geheim");
    }
  }

  @Nested
  class TurnedOff {
    @Test
    void byItsOwnOptionOrByThatOfOpenTelemetry() {
      assertThat(argument("enabled=false").enabled()).isFalse();
      assertThat(argument("otel.sdk.disabled=true").enabled()).isFalse();
      assertThat(property("otel.sdk.disabled", "true").enabled()).isFalse();
      assertThat(environment(Map.of("OTEL_SDK_DISABLED", "TRUE")).enabled()).isFalse();
    }

    @Test
    void byTheStrongerSource() {
      assertThat(
              Options.ofAgent(
                      "otel.sdk.disabled=false", Map.of(), Map.of("OTEL_SDK_DISABLED", "true"))
                  .enabled())
          .isTrue();
    }
  }
}
