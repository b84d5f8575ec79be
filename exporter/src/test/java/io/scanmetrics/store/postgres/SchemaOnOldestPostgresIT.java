package io.scanmetrics.store.postgres;

import io.scanmetrics.testing.PostgresServer;

class SchemaOnOldestPostgresIT extends SchemaContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
