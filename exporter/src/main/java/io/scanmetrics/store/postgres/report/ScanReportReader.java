package io.scanmetrics.store.postgres.report;

import io.scanmetrics.store.StoreException;
import io.scanmetrics.store.postgres.DatabaseReading;
import io.scanmetrics.store.postgres.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads a report: a handful of queries within one look at the database. */
public final class ScanReportReader {
  private ScanReportReader() {}

  /**
   * Reads it over a connection of its own.
   *
   * @throws StoreException if the database does not answer; the message says what to do
   */
  public static ScanReport read(PostgresConfig config, ReportScope scope) throws StoreException {
    return DatabaseReading.read(config, connection -> read(connection, scope));
  }

  private static ScanReport read(Connection connection, ReportScope scope) throws SQLException {
    Instant now = now(connection);
    Instant until = scope.until() == null ? now : scope.until();
    Period period = Period.ending(until, scope.since(), scope.mostSteps());
    Look look = new Look(connection, period, scope.tenant());
    SloQueries slo = new SloQueries(look);
    StoryQueries stories = new StoryQueries(look);
    SloQueries.Steps steps = slo.steps();
    StoryQueries.Lost lost = stories.lost();
    return new ScanReport(
        now,
        period,
        scope.tenant(),
        scope.tenant() == null ? null : slo.tenantName(),
        slo.anyEver(),
        steps.total(),
        steps.steps(),
        slo.durations(),
        new PhaseQueries(look).breakdown(),
        lost.ways(),
        lost.seen(),
        stories.slowest(),
        stories.failed(),
        stories.inFlight(),
        stories.inFlightCount(),
        scope.tenant() == null ? slo.tenants() : List.of());
  }

  private static Instant now(Connection connection) throws SQLException {
    return Look.rows(connection, "SELECT now() AS now", row -> Look.instant(row, "now")).get(0);
  }
}
