package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

class SchemaMigrationIT {
  private static final String WAITING =
      "SELECT DISTINCT pid FROM pg_locks JOIN pg_database d ON d.oid = database"
          + " WHERE datname = current_database() AND NOT granted";

  /** The common pool may have too few for all that wait for each other. */
  private static final Executor ON_THREADS = task -> new Thread(task).start();

  private TestDatabase database;

  @BeforeEach
  void takeAFreshDatabase() {
    database = PostgresServer.embedded().newDatabase();
  }

  @Test
  void theScriptsAreFoundBehindAClassLoaderThatCannotBeScanned() throws Exception {
    ClassLoader isolated = new UnscannableClassLoader(className -> true);

    assertThat(migrateWith(isolated)).hasToString("Migrated[scriptsRun=4, before=0, version=7]");
    assertThat(Migrations.byFlyway(database).scriptsRun()).isZero();
  }

  @Test
  void withoutFlywayTheMessageSaysWhatElseMigrates() {
    ClassLoader withoutFlyway =
        new UnscannableClassLoader(className -> !className.startsWith("org.flywaydb."));

    assertThatThrownBy(() -> migrateWith(withoutFlyway))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessage(
            "migrating needs org.flywaydb:flyway-database-postgresql on the class path;"
                + " without it: java -jar scan-metrics-agent.jar migrate --jdbc-url …");
  }

  @Test
  void aSchemaThatWasTakenApartAfterItsMigrationIsNoSuccess() {
    Migrations.byFlyway(database);
    database.execute("ALTER TABLE scanner.scan_metrics DROP COLUMN attributes");

    assertThatThrownBy(() -> SchemaMigration.migrate(database.dataSource()))
        .isInstanceOf(SchemaException.class)
        .hasMessage(
            "scanner.scan_metrics_schema_history says version 7, but someone has since removed:"
                + " column scanner.scan_metrics.attributes");
  }

  @Test
  void aSchemaThatIsNewerStaysAsItIs() throws SchemaException {
    Migrations.byFlyway(database);
    database.execute(
        """
        INSERT INTO scanner.scan_metrics_schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (10, '999', 'later', 'SQL', 'V999__later.sql', 'postgres', 1, true)
        """);

    assertThat(SchemaMigration.migrate(database.dataSource()))
        .isEqualTo(new SchemaMigration.Migrated(0, 7, 999));
  }

  @Test
  void aUserWithoutTheRightToMigrateIsToldTheGrantThatMendsIt() throws SchemaException {
    String user = "migrator_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");
    PGSimpleDataSource dataSource = (PGSimpleDataSource) database.dataSource();
    dataSource.setUser(user);

    assertThatThrownBy(() -> SchemaMigration.migrate(dataSource))
        .isInstanceOf(SchemaException.class)
        .hasMessage(
            "the database user %s may not create the schema scanner;"
                + " mend it as the owner with: GRANT CREATE ON DATABASE %s TO %s",
            user, database.name(), user);

    database.execute("CREATE SCHEMA scanner");
    assertThatThrownBy(() -> SchemaMigration.migrate(dataSource))
        .isInstanceOf(SchemaException.class)
        .hasMessageEndingWith("GRANT USAGE, CREATE ON SCHEMA scanner TO " + user);

    database.execute("GRANT USAGE, CREATE ON SCHEMA scanner TO " + user);
    assertThat(SchemaMigration.migrate(dataSource).version()).isEqualTo(7);
  }

  @Test
  void aUserWithoutTheRightToMigrateNeedsNoneWhereNothingIsToBeMade() throws SchemaException {
    Migrations.byFlyway(database);
    String user = "writer_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");
    PGSimpleDataSource dataSource = (PGSimpleDataSource) database.dataSource();
    dataSource.setUser(user);

    assertThat(SchemaMigration.migrate(dataSource))
        .isEqualTo(new SchemaMigration.Migrated(0, 7, 7));
  }

  @Test
  @Timeout(120)
  void whoeverWritesOrReadsMeanwhileIsWaitedForAndNotInACircle() throws Exception {
    Migrations.byFlyway(database);
    database.execute(
        """
        DELETE FROM scanner.scan_metrics_schema_history WHERE script LIKE 'V007%';
        DROP INDEX scanner.idx_scan_metrics_tenant_tte;
        DROP INDEX scanner.idx_scan_metrics_tenant_hour;
        CREATE INDEX idx_scan_metrics_tenant_hour ON scanner.scan_metrics
          (tenant_id, date_bin('1 hour', started_at, TIMESTAMPTZ '2000-01-01 00:00:00+00'));
        CREATE OR REPLACE FUNCTION scanner.scan_metrics_schema_version() RETURNS INT
        LANGUAGE sql IMMUTABLE AS 'SELECT 6';
        """);

    try (Connection writer = database.dataSource().getConnection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("SELECT FROM scanner.scan_metrics FOR UPDATE");
      CompletableFuture<SchemaMigration.Migrated> migrated =
          CompletableFuture.supplyAsync(() -> Migrations.byFlyway(database), ON_THREADS);
      awaitWaiting(1);
      List<CompletableFuture<?>> readers =
          List.of(
              reading("SELECT count(*) FROM scanner.scan_slo"),
              reading(
                  "SELECT count(*) FROM scanner.execution_phases"
                      + " JOIN scanner.scan_metrics USING (metrics_id)"));
      awaitWaiting(3);
      assertThat(migrated).isNotDone();
      statement.execute("UPDATE scanner.scan_metrics SET last_seen_at = now()");
      writer.commit();

      assertThat(migrated.get(1, TimeUnit.MINUTES))
          .isEqualTo(new SchemaMigration.Migrated(1, 6, 7));
      for (CompletableFuture<?> reader : readers) {
        assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo(0L);
      }
    }
  }

  private CompletableFuture<?> reading(String sql) {
    return CompletableFuture.supplyAsync(
        () -> Objects.requireNonNull(database.value(sql)), ON_THREADS);
  }

  private void awaitWaiting(int transactions) {
    while (database.rows(WAITING).size() < transactions) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aTableThatSomebodyElseOwnsIsNamed() {
    Migrations.bySomebodyElse(database);
    String user = "migrator_of_" + database.name();
    database.execute("CREATE ROLE " + user + " LOGIN");
    database.execute("GRANT USAGE, CREATE ON SCHEMA scanner TO " + user);
    PGSimpleDataSource dataSource = (PGSimpleDataSource) database.dataSource();
    dataSource.setUser(user);

    assertThatThrownBy(() -> SchemaMigration.migrate(dataSource))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("must be owner of table scan_metrics")
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1);
  }

  @Test
  void aDatabaseThatIsAwayIsSaidInOneLine() {
    PGSimpleDataSource nowhere = (PGSimpleDataSource) database.dataSource();
    nowhere.setDatabaseName("nowhere");

    assertThatThrownBy(() -> SchemaMigration.migrate(nowhere))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("database \"nowhere\" does not exist")
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1);
  }

  @Test
  void theCallersContextClassLoaderIsGivenBack() {
    ClassLoader callers = new UnscannableClassLoader(className -> false);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(callers);
    try {
      Migrations.byFlyway(database);
      assertThat(thread.getContextClassLoader()).isSameAs(callers);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object migrateWith(ClassLoader loader) throws ReflectiveOperationException {
    return loader
        .loadClass(SchemaMigration.class.getName())
        .getMethod("migrate", DataSource.class)
        .invoke(null, database.dataSource());
  }
}
