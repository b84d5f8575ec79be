package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresDataSourceIT {
  private final String url = PostgresServer.embedded().newDatabase().jdbcUrl();

  private static PostgresConfig config(String url) {
    return new PostgresConfig(url, null, null, null, SchemaMode.VALIDATE);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsGivenUpAfterAWhile() throws SQLException {
    try (Connection connection = new PostgresDataSource(config(url)).getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(30_000);
    }
  }

  @Test
  void aMigrationIsWaitedFor() throws SQLException {
    try (Connection connection = PostgresDataSource.patient(config(url)).getConnection()) {
      assertThat(connection.getNetworkTimeout()).isZero();
    }
  }

  @Test
  void whatTheUrlSaysWins() throws SQLException {
    String impatient = url + "&socketTimeout=7";
    try (Connection connection = PostgresDataSource.patient(config(impatient)).getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
    }
  }
}
