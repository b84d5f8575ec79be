package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class QueriesIT extends QueriesContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
