package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class SloIT extends SloContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
