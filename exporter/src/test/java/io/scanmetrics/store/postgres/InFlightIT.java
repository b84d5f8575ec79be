package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class InFlightIT extends InFlightContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
