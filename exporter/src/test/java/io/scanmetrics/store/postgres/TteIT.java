package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class TteIT extends TteContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
