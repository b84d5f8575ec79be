package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.scanmetrics.store.Scans;
import io.scanmetrics.store.StoreException;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of the database that no scan is to blame for: all wait, and are stored once it is over.
 */
@Timeout(120)
class FaultsIT {
  private final StoreDatabase database = StoreDatabase.create();
  private final List<PostgresScanStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(PostgresScanStore::close);
  }

  @Test
  void aDatabaseThatIsDownIsToldSoon() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PostgresScanStore store = open("jdbc:postgresql://127.0.0.1:" + port + "/app?password=hush");

    StoreException fault = waits(store);

    assertThat(fault)
        .hasMessageContaining("PostgreSQL at 127.0.0.1:" + port + "/app does not take scans: ")
        .hasMessageContaining("refused")
        .hasMessageContaining("check that it runs")
        .hasMessageNotContaining("hush");
  }

  @Test
  void ofSeveralHostsOneThatTakesScansIsUsed() throws Exception {
    int dead;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = socket.getLocalPort();
    }
    String url =
        database.database().jdbcUrl().replace("//", "//127.0.0.1:" + dead + ",")
            + "&targetServerType=primary";

    assertThat(open(url).write(List.of(Scans.scan(1)))).isEmpty();
  }

  @Test
  void aDatabaseThatDoesNotExistIsToldByName() {
    String url = database.database().jdbcUrl().replace(database.database().name(), "nowhere");

    assertThat(waits(open(url)))
        .hasMessageContaining("nowhere")
        .hasMessageContaining("3D000")
        .hasMessageContaining("create the database");
  }

  @Test
  void aUserThatDoesNotExistIsToldByName() {
    String url = database.database().jdbcUrl().replace("user=postgres", "user=nobody");

    assertThat(waits(open(url))).hasMessageContaining("nobody").hasMessageContaining("28000");
  }

  @Test
  void aPasswordFileThatCannotBeReadIsToldByName(@TempDir Path folder) {
    Path file = folder.resolve("password");
    PostgresConfig config =
        new PostgresConfig(database.database().jdbcUrl(), null, null, file, SchemaMode.VALIDATE);

    assertThat(waits(open(config))).hasMessageContaining(file.toString());
  }

  @Test
  void aMissingSchemaIsWaitedForAndSaysWhichCommandMendsIt() throws Exception {
    TestDatabase empty = PostgresServer.embedded().newDatabase();
    PostgresScanStore store = open(empty.jdbcUrl());

    assertThat(waits(store)).hasMessageContaining("schema scanner").hasMessageContaining("migrate");
    Migrations.byJdbc(empty);
    store.write(List.of(Scans.scan(1)));

    assertThat(count(empty)).isEqualTo(1);
  }

  @Test
  void anOlderSchemaIsWaitedFor() throws Exception {
    TestDatabase older = PostgresServer.embedded().newDatabase();
    Migrations.byJdbc(older, MigrationScript.ALL.get(0));
    PostgresScanStore store = open(older.jdbcUrl());

    assertThat(waits(store)).hasMessageContaining("V005");
    Migrations.byJdbc(older);
    store.write(List.of(Scans.scan(1)));

    assertThat(count(older)).isEqualTo(1);
  }

  @Test
  void withoutALookAtTheSchemaAMissingTableIsStillWaitedFor() throws Exception {
    TestDatabase empty = PostgresServer.embedded().newDatabase();
    PostgresScanStore store = open(off(empty.jdbcUrl()));

    assertThat(waits(store)).hasMessageContaining("42P01").hasMessageContaining("migrate");
    Migrations.byJdbc(empty);
    store.write(List.of(Scans.scan(1)));

    assertThat(count(empty)).isEqualTo(1);
  }

  @Test
  void theSchemaIsMadeIfThatIsWanted() throws Exception {
    TestDatabase empty = PostgresServer.embedded().newDatabase();
    PostgresScanStore store =
        open(new PostgresConfig(empty.jdbcUrl(), null, null, null, SchemaMode.MIGRATE));

    store.write(List.of(Scans.scan(1)));

    assertThat(count(empty)).isEqualTo(1);
  }

  @Test
  void aTableThatIsDroppedUnderWayIsWaitedForAndToldPlainly() throws Exception {
    PostgresScanStore store = open(database.config());
    store.write(List.of(Scans.scan(1)));
    database.database().execute("DROP SCHEMA scanner CASCADE");

    assertThat(waits(store)).hasMessageContaining("42P01");
    assertThat(waits(store)).hasMessageContaining("the database lacks schema scanner");
    Migrations.byJdbc(database.database());
    store.write(List.of(Scans.scan(1)));

    assertThat(count(database.database())).isEqualTo(1);
  }

  @Test
  void aChangeOfTheSchemaUnderWayDoesNotMatter() throws Exception {
    PostgresScanStore store = open(database.config());
    for (int i = 0; i < 10; i++) {
      store.write(List.of(Scans.scan(i), Scans.scan(0)));
    }
    database
        .database()
        .execute("ALTER TABLE scanner.scan_metrics ALTER policy_digest TYPE VARCHAR");

    eventuallyStores(store, 0);
  }

  @Test
  void aMissingRightIsToldWithTheGrantThatMendsIt() throws Exception {
    database.database().execute("CREATE ROLE reader_" + database.database().name() + " LOGIN");
    String url =
        database
            .database()
            .jdbcUrl()
            .replace("user=postgres", "user=reader_" + database.database().name());

    assertThat(waits(open(url))).hasMessageContaining("GRANT");
    assertThat(waits(open(off(url)))).hasMessageContaining("42501").hasMessageContaining("USAGE");
  }

  @Test
  void aReadOnlyDatabaseIsWaitedFor() throws Exception {
    PostgresScanStore store =
        open(database.database().jdbcUrl() + "&options=-c%20default_transaction_read_only=on");

    assertThat(waits(store)).hasMessageContaining("25006").hasMessageContaining("standby");
  }

  @Test
  void tooManyConnectionsAreWaitedFor() throws Exception {
    String role = "crowd_" + database.database().name();
    database.database().execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 0");
    PostgresScanStore store =
        open(database.database().jdbcUrl().replace("user=postgres", "user=" + role));

    assertThat(waits(store)).hasMessageContaining("53300");
    database
        .database()
        .execute(
            "ALTER ROLE %s CONNECTION LIMIT 5; GRANT pg_read_all_data, pg_write_all_data TO %s"
                .formatted(role, role));
    database.database().execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA scanner TO " + role);

    eventuallyStores(store, 1);
  }

  @Test
  void aLockThatLastsIsWaitedForNoLongerThanTheServerAllows() throws Exception {
    PostgresScanStore store =
        open(database.database().jdbcUrl() + "&options=-c%20statement_timeout=300");
    try (Connection holder = lockTable()) {
      assertThat(waits(store)).hasMessageContaining("57014");
      holder.rollback();
    }

    store.write(List.of(Scans.scan(1)));
  }

  @Test
  void aServerThatGoesSilentIsWaitedForNoLongerThanTheSocketAllows() throws Exception {
    PostgresScanStore store = open(database.database().jdbcUrl() + "&socketTimeout=1");
    store.write(List.of(Scans.scan(1)));
    database
        .database()
        .execute(
            """
            CREATE FUNCTION scanner.doze() RETURNS TRIGGER LANGUAGE plpgsql
            AS 'BEGIN PERFORM pg_sleep(3); RETURN NULL; END';
            CREATE TRIGGER doze BEFORE INSERT ON scanner.scan_metrics EXECUTE FUNCTION scanner.doze();
            """);
    assertThat(waits(store)).hasMessageContaining("08006");
    database.database().execute("DROP FUNCTION scanner.doze CASCADE");

    eventuallyStores(store, 2);
  }

  @Test
  void theServerGivesUpOnALockBeforeWeGiveUpOnTheServer() throws Exception {
    PostgresScanStore store = open(database.database().jdbcUrl() + "&socketTimeout=3");
    try (Connection holder = lockTable()) {
      assertThat(waits(store)).hasMessageContaining("55P03");
      assertThat(database.database().rows("SELECT FROM pg_locks WHERE NOT granted")).isEmpty();
      holder.rollback();
    }

    eventuallyStores(store, 1);
  }

  @Test
  void aConnectionThatIsCutMidwayLosesNothing() throws Exception {
    PostgresScanStore store = open(database.config());
    CompletableFuture<@Nullable StoreException> writing;
    try (Connection holder = lockTable()) {
      writing = CompletableFuture.supplyAsync(() -> waits(store));
      cutWhenWaiting();
      StoreException fault = writing.get(60, TimeUnit.SECONDS);
      assertThat(fault).hasMessageContaining("57P01");
      holder.rollback();
    }

    eventuallyStores(store, 1);
  }

  @Test
  void anIdleConnectionThatWasCutIsReplacedUnnoticed() throws Exception {
    PostgresScanStore store = open(database.config());
    store.write(List.of(Scans.scan(1)));
    database
        .database()
        .rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

    eventuallyStores(store, 2);
  }

  @Test
  void aFirstConnectionThatIsCutWhileItIsSetUpDoesNotSpoilTheNext() throws Exception {
    try (CuttingRelay relay =
        new CuttingRelay(database.database().port(), "SHOW TRANSACTION ISOLATION LEVEL")) {
      PostgresScanStore store =
          open(
              database
                  .database()
                  .jdbcUrl()
                  .replace(":" + database.database().port(), ":" + relay.port()));

      eventuallyStores(store, 1);
      assertThat(relay.connections()).isGreaterThan(1);
    }
  }

  @Test
  void aSocketThatNeverAnswersDoesNotHoldUpAnInterrupt() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      PostgresScanStore store = open("jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/app");
      Thread writer = Thread.currentThread();
      CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(writer::interrupt);

      assertThatThrownBy(() -> store.write(List.of(Scans.scan(1))))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void aPasswordIsReadAnewForEachConnection(@TempDir Path folder) throws IOException {
    // The server asks for none, so that the file is read at all is what can be seen.
    Path file = Files.writeString(folder.resolve("password"), "secret\n");
    PostgresScanStore store =
        open(
            new PostgresConfig(
                database.database().jdbcUrl(), null, null, file, SchemaMode.VALIDATE));
    eventuallyStores(store, 1);
    Files.delete(file);
    database
        .database()
        .rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

    StoreException fault = waits(store);
    for (int i = 0; i < 10 && !String.valueOf(fault.getMessage()).contains("password"); i++) {
      fault = waits(store);
    }

    assertThat(fault).hasMessageContaining("password file").hasMessageNotContaining("secret");
  }

  @Test
  void aStoreThatIsClosedSaysSoAtOnce() throws Exception {
    PostgresScanStore store = open(database.config());
    store.write(List.of(Scans.scan(1)));
    store.close();
    long start = System.nanoTime();

    assertThat(waits(store)).hasMessageContaining("closed");

    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void theContextLoaderOfTheCallerIsRestored() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader own = new ClassLoader(null) {};
    thread.setContextClassLoader(own);
    try {
      open(database.config()).write(List.of(Scans.scan(1)));

      assertThat(thread.getContextClassLoader()).isSameAs(own);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private PostgresScanStore open(String url) {
    return open(StoreDatabase.config(url));
  }

  private PostgresScanStore open(PostgresConfig config) {
    PostgresScanStore store = new PostgresScanStore(config, null);
    stores.add(store);
    return store;
  }

  private static PostgresConfig off(String url) {
    return new PostgresConfig(url, null, null, null, SchemaMode.OFF);
  }

  private static StoreException waits(PostgresScanStore store) {
    StoreException fault =
        catchThrowableOfType(
            StoreException.class, () -> store.write(List.of(Scans.scan(1), Scans.scan(2))));
    assertThat(fault).isNotNull();
    assertThat(fault.getMessage()).doesNotContain("\n");
    return fault;
  }

  /** A fault may be noticed once more before the pool has only good connections. */
  private void eventuallyStores(PostgresScanStore store, long number) {
    for (int tries = 0; ; tries++) {
      try {
        assertThat(store.write(List.of(Scans.scan(number)))).isEmpty();
        break;
      } catch (StoreException e) {
        assertThat(tries).as(e.getMessage()).isLessThan(3);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(
            database
                .database()
                .value(
                    "SELECT count(*) FROM scanner.scan_metrics WHERE scan_id = '"
                        + Scans.scan(number).scanId()
                        + "'"))
        .isEqualTo(1L);
  }

  private Connection lockTable() throws Exception {
    Connection holder = database.database().connect();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("LOCK TABLE scanner.scan_metrics IN ACCESS EXCLUSIVE MODE");
    }
    return holder;
  }

  private void cutWhenWaiting() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (database
        .database()
        .rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("nobody waits for the lock").isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static long count(TestDatabase database) {
    Object count = database.value("SELECT count(*) FROM scanner.scan_metrics");
    return count instanceof Long n ? n : -1;
  }
}
