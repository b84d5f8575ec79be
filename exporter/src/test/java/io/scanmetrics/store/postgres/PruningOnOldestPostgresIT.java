package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class PruningOnOldestPostgresIT extends PruningContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
