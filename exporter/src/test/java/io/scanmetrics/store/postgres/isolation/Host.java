package io.scanmetrics.store.postgres.isolation;

import io.scanmetrics.store.Scans;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaMode;
import java.util.List;

/** What the application does not see: it has the exporter and its libraries. */
public final class Host {
  private Host() {}

  /** Makes the schema and writes a scan. */
  public static void write(String url) throws Exception {
    PostgresConfig config = new PostgresConfig(url, null, null, null, SchemaMode.MIGRATE);
    try (PostgresScanStore store = new PostgresScanStore(config, null)) {
      store.write(List.of(Scans.scan(1)));
    }
  }
}
