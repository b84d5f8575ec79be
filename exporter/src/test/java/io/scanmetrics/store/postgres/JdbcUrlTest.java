package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:app",
        "jdbc:postgresql://db/app",
        "jdbc:postgresql://db:5432/app?ssl=true&connectTimeout=1",
        "jdbc:postgresql://a:1,b:2,[::1]:3/app?targetServerType=primary",
        "jdbc:postgresql://",
        "jdbc:postgresql:///",
        "jdbc:postgresql://db/",
        "jdbc:postgresql://db:65535/app",
        "jdbc:postgresql://[::1]/app"
      })
  void aUrlWithoutSecretsStaysAsItIs(String url) {
    assertThat(JdbcUrl.parse(url)).isEqualTo(new JdbcUrl(url, Map.of()));
  }

  @Test
  void secretsAreTakenOut() {
    JdbcUrl url =
        JdbcUrl.parse(
            "jdbc:postgresql://db/app?password=s%2Bcr%26t&ssl=true&sslpassword=k%C3%A4y&user=me");

    assertThat(url.url()).isEqualTo("jdbc:postgresql://db/app?ssl=true&user=me");
    assertThat(url.secrets())
        .containsExactlyInAnyOrderEntriesOf(Map.of("password", "s+cr&t", "sslpassword", "käy"));
    assertThat(url).hasToString("jdbc:postgresql://db/app?ssl=true&user=me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://hush@db/app",
        "postgresql://db/app?password=hush",
        "jdbc:postgresql://me:hush@db:5432/app",
        "jdbc:postgresql://db/app&password=hush",
        "jdbc:postgresql://db/a/b?password=hush",
        "jdbc:postgresql://db?password=hush",
        "jdbc:postgresql://db/app?password=%hush",
        "hush"
      })
  void aUrlThatCannotBeReadIsRefusedWithoutBeingRepeated(String url) {
    assertThatThrownBy(() -> new PostgresConfig(url, null, null, null, SchemaMode.OFF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hush")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"db:65536", "db:0", "db:-1", "db:", "db:hush", "a:1,b:2x", "[::1]:"})
  void aPortThatIsNoneIsRefusedAtOnce(String server) {
    String url = "jdbc:postgresql://" + server + "/app";

    assertThatThrownBy(() -> new PostgresConfig(url, null, null, null, SchemaMode.OFF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the port in the JDBC URL must be a number from 1 to 65535");
  }

  @Test
  void thePlaceIsWhatPeopleNeedToKnow() {
    assertThat(JdbcUrl.parse("jdbc:postgresql://db:5432/app?user=me").place())
        .isEqualTo("db:5432/app");
    assertThat(JdbcUrl.parse("jdbc:postgresql:app").place()).isEqualTo("app");
  }

  @Test
  void aConfigurationIsPrintedWithoutPasswords() {
    PostgresConfig config =
        new PostgresConfig(
            "jdbc:postgresql://db/app?password=hush&ssl=true",
            "me",
            "hush",
            Path.of("/run/secret"),
            SchemaMode.VALIDATE);

    assertThat(config)
        .hasToString(
            "PostgresConfig[url=jdbc:postgresql://db/app?ssl=true, user=me,"
                + " passwordFile=/run/secret, schema=VALIDATE]");
  }
}
