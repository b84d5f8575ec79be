package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailureTest {
  @ParameterizedTest
  @CsvSource({
    "08001, CONNECTION",
    "08006, CONNECTION",
    "08P01, CONNECTION",
    "0A000, NOT_SUPPORTED",
    "25006, READ_ONLY",
    "25P03, TRANSACTION",
    "26000, STATEMENT_LOST",
    "28000, CREDENTIALS",
    "28P01, CREDENTIALS",
    "3D000, NO_DATABASE",
    "3F000, NO_SCHEMA",
    "40001, ROLLBACK",
    "40P01, ROLLBACK",
    "42P01, RULES",
    "42703, RULES",
    "42P10, RULES",
    "42P05, STATEMENT_TWICE",
    "42501, NO_RIGHT",
    "53100, DISK_FULL",
    "53200, RESOURCES",
    "53300, TOO_MANY_CONNECTIONS",
    "55P03, IN_USE",
    "57014, OPERATOR",
    "57P01, OPERATOR",
    "57P03, OPERATOR",
    "58030, SYSTEM",
    "F0000, CONFIGURATION",
    "XX000, INTERNAL"
  })
  void scansWaitForWhatMendsWithoutThem(String state, SqlFailure expected) {
    SqlFailure failure = SqlFailure.ofState(state);

    assertThat(failure).isEqualTo(expected);
    assertThat(failure.isWaiting()).isTrue();
    assertThat(failure.hint()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "21000", "22001", "22003", "22008", "22021", "22P02", "22P05", "23502", "23503", "23505",
        "23514", "23P01", "44000", "54000", "54001", "P0001", "99999", "ZZZZZ", ""
      })
  void whatTheScanIsToBlameForIsNotWaitedFor(String state) {
    assertThat(SqlFailure.ofState(state)).isEqualTo(SqlFailure.REFUSED);
    assertThat(SqlFailure.REFUSED.isWaiting()).isFalse();
  }

  @Test
  void aFailureOfTheDriverIsWaitedFor() {
    assertThat(SqlFailure.of(new SQLException("no idea")).isWaiting()).isTrue();
  }

  @Test
  void aMessageIsOneShortLine() {
    assertThat(SqlFailure.message(new SQLException(" one\n  two\r\nthree ", "22000")))
        .isEqualTo("one two three (SQLSTATE 22000)");
    assertThat(SqlFailure.message(new SQLException("x".repeat(10_000)))).hasSizeLessThan(600);
    assertThat(SqlFailure.message(new SQLException((String) null)))
        .isEqualTo("java.sql.SQLException");
  }

  @Test
  void whatTheNetworkSaidIsTold() {
    assertThat(message(new UnknownHostException("db.invalid")))
        .isEqualTo("It failed. The host db.invalid is not known here. (SQLSTATE 08001)");
    assertThat(message(new SocketTimeoutException("Connect timed out")))
        .isEqualTo("It failed. There was no answer in time. (SQLSTATE 08001)");
    assertThat(message(new ConnectException("Connection refused")))
        .isEqualTo("It failed. (SQLSTATE 08001)");
  }

  private static String message(IOException cause) {
    return SqlFailure.message(new SQLException("It failed.", "08001", cause));
  }
}
