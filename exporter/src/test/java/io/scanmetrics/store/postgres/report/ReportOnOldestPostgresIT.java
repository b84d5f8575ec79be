package io.scanmetrics.store.postgres.report;

import io.scanmetrics.testing.PostgresServer;

class ReportOnOldestPostgresIT extends ReportContract {
  @Override
  PostgresServer server() {
    return PostgresServer.installedOrSkip();
  }
}
