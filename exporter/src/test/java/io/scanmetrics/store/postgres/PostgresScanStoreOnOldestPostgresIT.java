package io.scanmetrics.store.postgres;

import static java.util.Objects.requireNonNull;

import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.ScanStoreContract;
import io.scanmetrics.testing.PostgresServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

class PostgresScanStoreOnOldestPostgresIT extends ScanStoreContract {
  private static @Nullable StoreDatabase database;

  @BeforeAll
  static void create() {
    database = StoreDatabase.create(PostgresServer.installedOrSkip());
  }

  @Override
  protected ScanStore open() {
    requireNonNull(database).clear();
    return requireNonNull(database).store();
  }

  @Override
  protected List<Kept> kept() throws Exception {
    return requireNonNull(database).kept();
  }
}
