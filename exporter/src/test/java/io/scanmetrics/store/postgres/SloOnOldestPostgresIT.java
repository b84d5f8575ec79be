package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class SloOnOldestPostgresIT extends SloContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
