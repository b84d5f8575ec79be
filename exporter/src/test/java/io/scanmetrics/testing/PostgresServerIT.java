package io.scanmetrics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresServerIT {
  private static final String TABLES =
      "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";

  @Test
  void aNewDatabaseIsEmptyAndNobodyElses() {
    TestDatabase one = PostgresServer.embedded().newDatabase();
    TestDatabase other = PostgresServer.embedded().newDatabase();

    one.execute("CREATE TABLE only_here (id INT)");

    assertThat(one.value(TABLES)).isEqualTo(1L);
    assertThat(other.value(TABLES)).isEqualTo(0L);
  }

  @Test
  void theEmbeddedServerIsTheNewestThatIsSupported() {
    assertThat(version(PostgresServer.embedded())).isEqualTo(18);
  }

  @Test
  void theInstalledServerIsTheOldestThatIsSupported() {
    assertThat(version(PostgresServer.installedOrSkip())).isEqualTo(15);
  }

  private static int version(PostgresServer server) {
    Object number = server.newDatabase().value("SELECT current_setting('server_version_num')::INT");
    return number instanceof Integer n ? n / 10_000 : 0;
  }
}
