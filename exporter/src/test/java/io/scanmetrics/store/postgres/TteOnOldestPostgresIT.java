package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class TteOnOldestPostgresIT extends TteContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
