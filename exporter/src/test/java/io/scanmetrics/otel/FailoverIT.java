package io.scanmetrics.otel;

import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresCluster;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of which one follows the other, as those who cannot be without one have them. */
@Timeout(180)
class FailoverIT {
  private static final String BOTH =
      "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?user=postgres";

  @Test
  void scansGoToWhicheverHostIsThePrimary(@TempDir Path spool) throws Exception {
    try (PostgresCluster primary = PostgresCluster.installedOrSkip()) {
      SchemaMigration.migrate(primary.database().dataSource());
      try (PostgresCluster standby = primary.standby();
          Scanning scanning =
              new Scanning(
                  BOTH.formatted(standby.port(), primary.port()) + "&targetServerType=primary",
                  spool)) {
        confirmByBoth(primary.database());
        scanning.scan(1_000);
        scanning.flush();
        scanning.scan(1_000);

        primary.kill();
        scanning.scanUntilToldThat("does not take scans");
        standby.promote();

        scanning.allIsStored(standby.database());
      }
    }
  }

  @Test
  void aStandbyAloneIsWaitedForUntilItIsPromoted(@TempDir Path spool) throws Exception {
    try (PostgresCluster primary = PostgresCluster.installedOrSkip()) {
      SchemaMigration.migrate(primary.database().dataSource());
      try (PostgresCluster standby = primary.standby();
          Scanning scanning = new Scanning(standby.database().jdbcUrl(), spool)) {
        scanning.scanUntilToldThat("25006", "targetServerType=primary");
        standby.promote();

        scanning.allIsStored(standby.database());
      }
    }
  }

  /** What a primary alone has confirmed goes down with it, whoever wrote it. */
  private static void confirmByBoth(TestDatabase primary) {
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.execute("SELECT pg_reload_conf()");
  }
}
