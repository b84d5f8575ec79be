package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class PruningIT extends PruningContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
