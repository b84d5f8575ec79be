package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresCluster;
import io.scanmetrics.testing.SmallDisk;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a real PostgreSQL goes through while scans are made: they wait in the spool, it is told
 * once, and all of them are stored, each once, as soon as it takes them again.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesIT {
  private static final String MIGRATIONS = "/io/scanmetrics/migration/";

  private final PostgresCluster server = PostgresCluster.newest();
  private TestDatabase database = server.database();
  private Scanning scanning = new Scanning(database.jdbcUrl(), Path.of(""));
  @TempDir private Path temp;

  @BeforeEach
  void prepare() throws Exception {
    database = server.newDatabase();
    SchemaMigration.migrate(database.dataSource());
    scan(database.jdbcUrl() + "&socketTimeout=2");
  }

  @AfterEach
  void close() {
    scanning.close();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aServerThatIsStoppedForAWhile() {
    scanning.scan(100);
    server.stop();
    scanning.scanUntilToldThat("does not take scans");
    server.start();

    scanning.allIsStored(database);
  }

  @Test
  void aServerThatIsKilledAgainAndAgainWhileItTakesScans() {
    for (int i = 0; i < 3; i++) {
      scanning.scan(1_000);
      server.kill();
      scanning.scan(500);
      server.start();
    }

    scanning.allIsStored(database);
  }

  @Test
  void aServerThatIsRestartedAgainAndAgainWhileItTakesScans() {
    for (int i = 0; i < 3; i++) {
      scanning.scan(1_000);
      server.stop();
      server.start();
    }

    scanning.allIsStored(database);
  }

  @Test
  void aServerThatFreezes() {
    scanning.scan(100);
    scanning.flush();
    server.pause();
    try {
      scanning.scanUntilToldThat("no answer in time");
    } finally {
      server.resume();
    }

    scanning.allIsStored(database);
  }

  @Test
  void anAddressThatTakesConnectionsAndNeverAnswers() throws Exception {
    scanning.scan(100);
    scanning.flush();
    server.stop();
    try (ServerSocket mute =
        new ServerSocket(server.port(), 50, InetAddress.getLoopbackAddress())) {
      scanning.scanUntilToldThat("does not take scans");
      assertThat(mute.isBound()).isTrue();
    }
    server.start();

    scanning.allIsStored(database);
  }

  @Test
  void aServerWithoutAConnectionToSpare() throws Exception {
    database.execute(
        "CREATE ROLE scanner LOGIN; GRANT pg_read_all_data, pg_write_all_data TO scanner");
    database.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA scanner TO scanner");
    database.execute("ALTER SYSTEM SET max_connections = 8");
    server.stop();
    server.start();
    List<Connection> crowd = new ArrayList<>();
    try {
      takeAllConnections(crowd);
      scan(database.jdbcUrl().replace("user=postgres", "user=scanner"));
      scanning.scanUntilToldThat("53300");
    } finally {
      for (Connection one : crowd) {
        one.close();
      }
      database.execute("ALTER SYSTEM RESET max_connections");
    }

    scanning.allIsStored(database);
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    try (SmallDisk disk = SmallDisk.mountedOrSkip(Files.createDirectory(temp.resolve("disk")))) {
      database.execute("CREATE TABLESPACE small LOCATION '" + disk.folder() + "'");
      database.execute("ALTER TABLE scanner.execution_phases SET TABLESPACE small");

      scanning.scan(3_000);
      scanning.scanUntilToldThat("53100", "its disk is full");
      disk.grow("64m");
      scanning.allIsStored(database);

      database.execute("DROP SCHEMA scanner CASCADE; CREATE SCHEMA scanner");
      database.execute("DROP TABLESPACE small");
    }
  }

  @Test
  void aDatabaseThatIsMadeReadOnly() {
    setAndReconnect("ALTER DATABASE %s SET default_transaction_read_only = on");
    scanning.scanUntilToldThat("25006");
    setAndReconnect("ALTER DATABASE %s RESET default_transaction_read_only");

    scanning.allIsStored(database);
  }

  @Test
  void aPasswordThatIsWrong() throws Exception {
    Path hba = server.file("pg_hba.conf");
    String before = Files.readString(hba);
    server.database().execute("CREATE ROLE secret LOGIN SUPERUSER PASSWORD 'old'");
    Files.writeString(hba, "host all secret 127.0.0.1/32 scram-sha-256\n" + before);
    server.database().execute("SELECT pg_reload_conf()");
    scan(database.jdbcUrl().replace("user=postgres", "user=secret&password=new"));

    scanning.scanUntilToldThat("28P01", "scan.metrics.jdbc.password");
    server.database().execute("ALTER ROLE secret PASSWORD 'new'");

    scanning.allIsStored(database);
  }

  @Test
  void aDatabaseWithoutTheSchema() throws Exception {
    TestDatabase empty = server.newDatabase();
    scan(empty.jdbcUrl());
    scanning.scanUntilToldThat("lacks schema scanner", "migrate");
    SchemaMigration.migrate(empty.dataSource());

    scanning.allIsStored(empty);
  }

  @Test
  void aDatabaseWithAnOlderSchema() throws Exception {
    TestDatabase older = server.newDatabase();
    older.execute(migration("V004__scan_metrics.sql"));
    scan(older.jdbcUrl());
    scanning.scanUntilToldThat("V005", "migrate");
    SchemaMigration.migrate(older.dataSource());

    scanning.allIsStored(older);
  }

  private void scan(String jdbcUrl) throws Exception {
    scanning.close();
    scanning = new Scanning(jdbcUrl, Files.createTempDirectory(temp, "spool"));
  }

  /** As {@code postgres}, whom no setting of the database binds. */
  private void setAndReconnect(String command) {
    server.database().execute(command.formatted(database.name()));
    server
        .database()
        .rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
                + database.name()
                + "'");
  }

  /** But those that are kept for superusers. */
  private void takeAllConnections(List<Connection> crowd) throws SQLException {
    while (true) {
      try {
        crowd.add(database.connectAs("scanner"));
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("53300");
        return;
      }
    }
  }

  private static String migration(String name) throws IOException {
    try (InputStream in = SchemaMigration.class.getResourceAsStream(MIGRATIONS + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
