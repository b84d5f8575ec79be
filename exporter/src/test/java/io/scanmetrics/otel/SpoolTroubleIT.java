package io.scanmetrics.otel;

import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresCluster;
import io.scanmetrics.testing.SmallDisk;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder for scans that is of no use just when PostgreSQL is away: they wait in memory, one line
 * says why, and all are stored when PostgreSQL is back.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpoolTroubleIT {
  private final PostgresCluster server = PostgresCluster.newest();
  private TestDatabase database = server.database();
  @TempDir private Path temp;

  @BeforeEach
  void prepare() throws Exception {
    database = server.newDatabase();
    SchemaMigration.migrate(database.dataSource());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aDiskThatIsFull() throws IOException {
    try (SmallDisk disk = SmallDisk.mountedOrSkip(temp);
        Scanning scanning = new Scanning(database.jdbcUrl(), temp.resolve("spool"))) {
      server.stop();
      scanning.scanUntilToldThat("cannot be kept on disk", "No space left");
      server.start();

      scanning.allIsStored(database);
      scanning.hasToldOnceOf(disk.folder());
    }
  }

  @Test
  void aDiskThatIsReadOnlyAndUsedOnceItNoLongerIs() throws IOException {
    try (SmallDisk disk = SmallDisk.mountedOrSkip(temp);
        Scanning scanning = new Scanning(database.jdbcUrl(), temp.resolve("spool"))) {
      disk.setReadOnly(true);
      server.stop();
      scanning.scanUntilToldThat("cannot be kept on disk", "Read-only");
      disk.setReadOnly(false);
      scanning.scanUntilToldThat("kept on disk again");
      server.start();

      scanning.allIsStored(database);
      scanning.hasToldOnceOf(disk.folder());
    }
  }

  @Test
  void aFolderThatIsRemoved() throws IOException {
    Path spool = temp.resolve("spool");
    try (Scanning scanning = new Scanning(database.jdbcUrl(), spool)) {
      server.stop();
      scanning.scanUntilToldThat("does not take scans");
      Files.move(spool, temp.resolve("elsewhere"));
      scanning.scanUntilToldThat(spool.toString());
      server.start();

      scanning.allIsStored(database);
      scanning.hasToldOnceOf(spool);
    }
  }
}
