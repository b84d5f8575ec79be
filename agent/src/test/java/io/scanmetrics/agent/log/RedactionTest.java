package io.scanmetrics.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/x?password=p&ssl=true, jdbc:postgresql://db/x?password=***&ssl=true",
    "jdbc:postgresql://db/x?user=u&PASSWORD=p, jdbc:postgresql://db/x?user=u&PASSWORD=***",
    "jdbc:postgresql://db/x?sslpassword=p, jdbc:postgresql://db/x?sslpassword=***",
    "jdbc:postgresql://u:p@db:5432/x, jdbc:postgresql://u:***@db:5432/x",
    "jdbc:postgresql://u:p/q@db/x?ssl=true, jdbc:postgresql://u:***@db/x?ssl=true",
    "jdbc:postgresql://u:p?q@db/x, jdbc:postgresql://u:***@db/x",
    "JDBC:postgresql://u:p@db/x, JDBC:postgresql://u:***@db/x",
    "https://u:p@collector:4318/v1/traces, https://u:***@collector:4318/v1/traces"
  })
  void aPasswordInAUrlIsHidden(String url, String shown) {
    assertThat(Redaction.of(url)).isEqualTo(shown);
    assertThat(Redaction.ofUrl(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h1:5432,h2:5432/x?user=me@azure&ssl=true",
        "jdbc:postgresql:x",
        "password authentication failed for user \"me\"",
        "nothing to hide",
        ""
      })
  void everythingElseStays(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
    assertThat(Redaction.dropFromUrl(text)).isEqualTo(text);
  }

  @Test
  void urlsInTheMiddleOfATextAreFound() {
    assertThat(
            Redaction.of("cannot parse 'jdbc:postgresql://u:p@db/x' or jdbc:postgresql://v:q@db/y"))
        .isEqualTo("cannot parse 'jdbc:postgresql://u:***@db/x' or jdbc:postgresql://v:***@db/y");
    assertThat(Redaction.of("https://c:4318/v1?x=1,jdbc:postgresql://u:p@db/x"))
        .isEqualTo("https://c:4318/v1?x=1,jdbc:postgresql://u:***@db/x");
  }

  @Test
  void aUrlAloneMayHaveBlanksInItsPassword() {
    assertThat(Redaction.ofUrl("jdbc:postgresql://db/x?password=a b&ssl=true"))
        .isEqualTo("jdbc:postgresql://db/x?password=***&ssl=true");
  }

  @ParameterizedTest
  @CsvSource({
    "u:p@db/x, ***@db/x",
    "db/x?password=p@q&ssl=true, db/x?password=***&ssl=true",
    "jdbc:postgresql:x?user=me&password=p@q, jdbc:postgresql:x?user=me&password=***",
    "postgresql://u:p q@db/x, postgresql://u:***@db/x",
    "db/x, db/x"
  })
  void whatWasToBeAUrlShowsNoMoreThanAUrl(String text, String shown) {
    assertThat(Redaction.ofBrokenUrl(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/x?password=p&ssl=true, jdbc:postgresql://db/x?ssl=true",
    "jdbc:postgresql://db/x?password=p, jdbc:postgresql://db/x",
    "jdbc:postgresql://u:p@db/x?a=b, jdbc:postgresql://u@db/x?a=b"
  })
  void aPasswordCanBeTakenOut(String url, String without) {
    assertThat(Redaction.dropFromUrl(url)).isEqualTo(without);
  }
}
