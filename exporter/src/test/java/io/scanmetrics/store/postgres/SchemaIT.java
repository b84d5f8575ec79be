package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class SchemaIT extends SchemaContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
