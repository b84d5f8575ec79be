package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.ScanRows.OTHER_TENANT;
import static io.scanmetrics.store.postgres.ScanRows.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the views and the function answer, held against figures computed by hand. */
abstract class TteContract {
  private static final String STATS =
      """
      SELECT to_char(hour_bucket AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), scan_count, tte_avg_ms,
             tte_p50_ms, round(tte_p95_ms::NUMERIC, 3), slo_p50_compliance_percent,
             slo_p95_compliance_percent
      FROM scanner.tte_stats WHERE tenant_id = '%s' ORDER BY hour_bucket
      """
          .formatted(TENANT);

  private static final String PERCENTAGES =
      """
      SELECT ingest_percent, analyze_percent, reachability_percent, vex_percent, sign_percent,
             publish_percent
      FROM scanner.scan_tte
      """;

  private TestDatabase database;
  private ScanRows rows;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = Migrations.migrated(server());
    rows = new ScanRows(database);
  }

  @Test
  void hoursShowTheirScansAndAnEmptyHourHasNoRow() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "60 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:10:00+00'", "119.999 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:20:00+00'", "120 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:30:00+00'", "299.999 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:59:59.999999+00'", "300 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 12:00:00+00'", "90 s");

    assertThat(database.rows(STATS))
        .extracting(Object::toString)
        .containsExactly(
            "[2026-03-01 10:00, 5, 179999.60, 120000.0, 299999.800, 40.00, 80.00]",
            "[2026-03-01 12:00, 1, 90000.00, 90000.0, 90000.000, 100.00, 100.00]");
  }

  @Test
  void aScanMeetsAThresholdOnlyIfItIsStrictlyFaster() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "119.999999 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 11:00:00+00'", "120 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 12:00:00+00'", "299.999999 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 13:00:00+00'", "300 s");

    assertThat(database.rows(STATS))
        .extracting(row -> row.get(5) + " " + row.get(6))
        .containsExactly("100.00 100.00", "0.00 100.00", "0.00 100.00", "0.00 0.00");
  }

  @Test
  void complianceIsRoundedToTwoDigits() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "1 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "200 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "400 s");

    assertThat(database.rows(STATS))
        .hasToString("[[2026-03-01 10:00, 3, 200333.33, 200000.0, 380000.000, 33.33, 66.67]]");
  }

  @Test
  void onlyFinishedSuccessfulScansThatAreNoReplaysCount() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "100 s", "outcome", "'succeeded'");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "110 s");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "400 s", "is_replay", "true");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "500 s", "outcome", "'failed'");
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "600 s", "outcome", "'aborted'");
    rows.unfinishedScan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "running");
    rows.unfinishedScan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "aborted");
    rows.scanOfOtherTenant("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "700 s");

    assertThat(database.rows(STATS))
        .hasToString("[[2026-03-01 10:00, 2, 105000.00, 105000.0, 109500.000, 100.00, 100.00]]");
    assertThat(percentile(TENANT, "1.0, '2026-01-01'")).isEqualTo(110_000.0);
    assertThat(percentile(OTHER_TENANT, "1.0, '2026-01-01'")).isEqualTo(700_000.0);
  }

  @Test
  void runningTheFirstFileAgainDoesNotMakeFailedScansCount() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "500 s", "outcome", "'failed'");

    Migrations.byJdbc(database, MigrationScript.ALL.get(0));

    assertThat(database.rows(STATS)).isEmpty();
    assertThat(percentile(TENANT, "0.5, '2026-01-01'")).isNull();
  }

  @Test
  void thePercentileIsInterpolatedOverTheLastSevenDaysUnlessToldOtherwise() {
    rows.scan("now() - INTERVAL '1 day'", "10 s");
    rows.scan("now() - INTERVAL '6 days 23 hours'", "20 s");
    rows.scan("now() - INTERVAL '8 days'", "1000 s");

    assertThat(percentile(TENANT, "0.5")).isEqualTo(15_000.0);
    assertThat(percentile(TENANT, "p_percentile := 0.95, p_since := NOW() - INTERVAL '7 days'"))
        .isEqualTo(19_500.0);
    assertThat(percentile(TENANT, "p_percentile := 1, p_since := NOW() - INTERVAL '9 days'"))
        .isEqualTo(1_000_000.0);
    assertThat(percentile(OTHER_TENANT, "0.5")).isNull();
  }

  @Test
  void aFinishedScanHasATimeToEvidenceWhateverCameOfIt() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "8.2 s", "outcome", "'failed'");
    rows.scan("TIMESTAMPTZ '2026-03-01 11:00:00+00'", "1.001999 s", "is_replay", "true");
    rows.unfinishedScan("TIMESTAMPTZ '2026-03-01 12:00:00+00'", "aborted");

    assertThat(
            database.rows(
                "SELECT tte_ms, tte_seconds, is_replay, outcome, attempt"
                    + " FROM scanner.scan_tte ORDER BY started_at"))
        .hasToString("[[8200, 8.200, false, failed, 1], [1001, 1.001, true, null, 1]]");
  }

  @Test
  void percentagesOfPhasesLeaveOutThoseThatDidNotRun() {
    rows.scanWithPhases(
        "TIMESTAMPTZ '2026-03-01 10:00:00+00'",
        "10 s",
        "1100",
        "3333",
        "NULL",
        "2222",
        "0",
        "NULL");

    assertThat(database.rows(PERCENTAGES)).hasToString("[[11.00, 33.33, null, 22.22, 0.00, null]]");
  }

  @Test
  void percentagesOfOneScanNeverAddUpToMoreThanTheWhole() {
    rows.scanWithPhases(
        "TIMESTAMPTZ '2026-03-01 10:00:00+00'", "0.6 s", "100", "100", "100", "100", "100", "100");

    assertThat(database.rows(PERCENTAGES))
        .hasToString("[[16.66, 16.66, 16.66, 16.66, 16.66, 16.66]]");
  }

  @Test
  void aScanThatTookNoTimeHasNoPercentages() {
    rows.scanWithPhases(
        "TIMESTAMPTZ '2026-03-01 10:00:00+00'", "0 s", "0", "0", "NULL", "0", "0", "0");

    assertThat(database.rows(PERCENTAGES)).hasToString("[[null, null, null, null, null, null]]");
    assertThat(database.rows(STATS))
        .hasToString("[[2026-03-01 10:00, 1, 0.00, 0.0, 0.000, 100.00, 100.00]]");
  }

  @Test
  void durationsOfPhasesAreRoundedDownSoThatTheyNeverExceedTheScan() {
    rows.scan("TIMESTAMPTZ '2026-03-01 10:00:00+00'", "0.0017 s");
    database.execute(
        """
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at)
        SELECT metrics_id, 'sign', 1, started_at, started_at + INTERVAL '0.0009 s' FROM scanner.scan_metrics
        UNION ALL
        SELECT metrics_id, 'publish', 2, started_at + INTERVAL '0.0009 s', finished_at FROM scanner.scan_metrics
        """);

    assertThat(database.value("SELECT total_duration_ms FROM scanner.scan_metrics")).isEqualTo(1);
    assertThat(
            database.rows("SELECT duration_ms FROM scanner.execution_phases ORDER BY phase_order"))
        .hasToString("[[0], [0]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns"})
  void hoursAreThoseOfUtcForEveryReader(String timeZone) {
    rows.scan("TIMESTAMPTZ '2026-03-08 05:29:59.999999+00'", "1 s");
    rows.scan("TIMESTAMPTZ '2026-03-08 05:30:00+00'", "1 s");
    rows.scan("TIMESTAMPTZ '2026-03-08 06:00:00+00'", "1 s");
    rows.scan("TIMESTAMPTZ '1999-12-31 23:59:59+00'", "1 s");

    assertThat(database.rows(STATS, timeZone))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("1999-12-31 23:00 1", "2026-03-08 05:00 2", "2026-03-08 06:00 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Kolkata", "America/St_Johns"})
  void hoursAreThoseOfUtcWhereverTheSchemaWasMade(String timeZone) {
    TestDatabase elsewhere = server().newDatabase();
    elsewhere.execute(
        "ALTER DATABASE %s SET timezone TO '%s'".formatted(elsewhere.name(), timeZone));
    TimeZone ours = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(timeZone));
    try {
      Migrations.byFlyway(elsewhere);
    } finally {
      TimeZone.setDefault(ours);
    }
    new ScanRows(elsewhere).scan("TIMESTAMPTZ '2026-03-08 05:29:00+00'", "1 s");
    new ScanRows(elsewhere).scan("TIMESTAMPTZ '2026-03-08 05:31:00+00'", "1 s");

    assertThat(elsewhere.rows(STATS, timeZone))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("2026-03-08 05:00 2");
  }

  private @Nullable Object percentile(String tenant, String arguments) {
    String named = arguments.contains(":=") ? "p_tenant_id := " : "";
    return database.value(
        "SELECT scanner.tte_percentile(%s'%s', %s)".formatted(named, tenant, arguments));
  }
}
