package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class QueriesOnOldestPostgresIT extends QueriesContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
