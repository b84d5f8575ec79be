package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.store.StoreException;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseCheckIT {
  private TestDatabase database;

  @BeforeEach
  void takeAFreshDatabase() {
    database = PostgresServer.embedded().newDatabase();
  }

  @Test
  void aDatabaseThatIsReadyIsTriedAndLeftAsItWas() throws StoreException {
    Migrations.byJdbc(database);

    DatabaseState state = check(database);

    assertThat(state.schema().isReady()).isTrue();
    assertThat(state.refusal()).isNull();
    assertThat(state.majorVersion()).isEqualTo(DatabaseState.NEWEST_SERVER);
    assertThat(state.user()).isEqualTo("postgres");
    assertThat(state.database()).isEqualTo(database.name());
    assertThat(state.encoding()).isEqualTo("UTF8");
    assertThat(state.readOnly()).isFalse();
    assertThat(state.standby()).isFalse();
    assertThat(state.clockAhead().abs()).isLessThan(Duration.ofSeconds(5));
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(0L);
  }

  @Test
  void theOldestServerIsAsGood() throws StoreException {
    TestDatabase oldest = PostgresServer.installedOrSkip().newDatabase();
    Migrations.byJdbc(oldest);

    assertThat(check(oldest).majorVersion()).isEqualTo(DatabaseState.OLDEST_SERVER);
    assertThat(check(oldest).refusal()).isNull();
  }

  @Test
  void withoutTheSchemaNothingIsTried() throws StoreException {
    DatabaseState state = check(database);

    assertThat(state.schema().missing()).contains("schema scanner");
    assertThat(state.refusal()).isNull();
  }

  @Test
  void aDatabaseThatIsReadOnlySaysSo() throws StoreException {
    Migrations.byJdbc(database);
    database.execute(
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");

    DatabaseState state = check(database);

    assertThat(state.readOnly()).isTrue();
    assertThat(state.schema().isReady()).isTrue();
  }

  @Test
  void whatOnlyTryingFindsOutIsFoundOut() throws StoreException {
    Migrations.byJdbc(database);
    database.execute(
        """
        CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'not on a Sunday'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON scanner.execution_phases FOR EACH ROW EXECUTE FUNCTION refuse();
        """);

    assertThat(check(database).refusal()).startsWith("not on a Sunday");
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidWithItsPlaceAndWhatToDo() {
    assertThatThrownBy(
            () -> DatabaseCheck.check(StoreDatabase.config("jdbc:postgresql://db.invalid/x")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("db.invalid/x cannot be used: ")
        .hasMessageContaining("The host db.invalid is not known here")
        .hasMessageEndingWith("check that it runs and can be reached from here");
    assertThatThrownBy(
            () ->
                DatabaseCheck.check(
                    StoreDatabase.config(database.jdbcUrl().replace("/test_", "/no_"))))
        .hasMessageContaining("does not exist")
        .hasMessageContaining("create the database");
  }

  private static DatabaseState check(TestDatabase database) throws StoreException {
    return DatabaseCheck.check(StoreDatabase.config(database.jdbcUrl()));
  }
}
