package io.scanmetrics.store.postgres;

import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.ScanStoreContract;
import java.util.List;

class PostgresScanStoreIT extends ScanStoreContract {
  private static final StoreDatabase DATABASE = StoreDatabase.create();

  @Override
  protected ScanStore open() {
    DATABASE.clear();
    return DATABASE.store();
  }

  @Override
  protected List<Kept> kept() throws Exception {
    return DATABASE.kept();
  }
}
