package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class InFlightOnOldestPostgresIT extends InFlightContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
