package io.scanmetrics.agent.testing;

import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/** A database that agents may write to, as {@code migrate} leaves it. */
public final class ScannerDatabase {
  /** Of which all others are copies, because that is sooner done than to migrate each. */
  private static @Nullable TestDatabase migrated;

  private ScannerDatabase() {}

  /** A new one, with no rows. */
  public static synchronized TestDatabase create() throws SchemaException {
    PostgresServer server = PostgresServer.embedded();
    if (migrated == null) {
      TestDatabase first = server.newDatabase();
      SchemaMigration.migrate(first.dataSource());
      migrated = first;
    }
    return server.copyOf(migrated);
  }
}
