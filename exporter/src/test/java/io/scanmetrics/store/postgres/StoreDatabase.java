package io.scanmetrics.store.postgres;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStoreContract.Kept;
import io.scanmetrics.store.Scans;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database with the schema in it, and what a store has written there. */
final class StoreDatabase {
  /** Long after every scan of the tests. */
  private final TestDatabase database;

  private StoreDatabase(TestDatabase database) {
    this.database = database;
  }

  static StoreDatabase create() {
    return create(PostgresServer.embedded());
  }

  static StoreDatabase create(PostgresServer server) {
    return new StoreDatabase(Migrations.migrated(server));
  }

  TestDatabase database() {
    return database;
  }

  /** Deletes all scans. */
  void clear() {
    database.execute("DELETE FROM scanner.execution_phases; DELETE FROM scanner.scan_metrics");
  }

  PostgresConfig config() {
    return config(database.jdbcUrl());
  }

  static PostgresConfig config(String url) {
    return new PostgresConfig(url, null, null, null, SchemaMode.VALIDATE);
  }

  PostgresScanStore store() {
    return new PostgresScanStore(config(), null);
  }

  List<Kept> kept() throws SQLException {
    List<UUID> ids = new ArrayList<>();
    database
        .rows("SELECT metrics_id FROM scanner.scan_metrics")
        .forEach(row -> ids.add((UUID) row.get(0)));
    List<Scan> keys = ids.stream().map(id -> Scans.scan(id, id)).toList();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      return ScanTable.lock(connection, keys).stream()
          .map(row -> new Kept(row.scan(), row.attempt(), row.earlierAttempts()))
          .toList();
    }
  }
}
