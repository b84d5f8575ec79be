package io.scanmetrics.agent.testing;

import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;

/** A database that agents may write to, as {@code migrate} leaves it. */
public final class ScannerDatabase {
  private ScannerDatabase() {}

  /** A new one, with no rows. */
  public static TestDatabase create() throws SchemaException {
    TestDatabase database = PostgresServer.embedded().newDatabase();
    SchemaMigration.migrate(database.dataSource());
    return database;
  }
}
