package io.scanmetrics.store.postgres.report;

import io.scanmetrics.testing.PostgresServer;

class ReportIT extends ReportContract {
  @Override
  PostgresServer server() {
    return PostgresServer.embedded();
  }
}
