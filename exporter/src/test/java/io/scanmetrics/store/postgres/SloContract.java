package io.scanmetrics.store.postgres;

import static io.scanmetrics.store.postgres.ScanRows.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scans that did not finish do to the SLO, held against figures computed by hand. */
abstract class SloContract {
  private static final String TEN = "TIMESTAMPTZ '2026-03-01 10:00:00+00'";

  private static final String COUNTS =
      """
      SELECT to_char(hour_bucket AT TIME ZONE 'UTC', 'HH24:MI'), scan_count, succeeded_count, failed_count,
             aborted_count, running_count
      FROM scanner.slo_stats WHERE tenant_id = '%s' ORDER BY hour_bucket
      """
          .formatted(TENANT);

  private static final String PERCENTILES =
      """
      SELECT tte_p50_ms, tte_p50_at_least_ms, tte_p95_ms, tte_p95_at_least_ms
      FROM scanner.slo_stats WHERE tenant_id = '%s' ORDER BY hour_bucket
      """
          .formatted(TENANT);

  private static final String COMPLIANCE =
      """
      SELECT slo_p50_breached_count, slo_p50_pending_count, slo_p50_compliance_percent,
             slo_p95_breached_count, slo_p95_pending_count, slo_p95_compliance_percent
      FROM scanner.slo_stats WHERE tenant_id = '%s' ORDER BY hour_bucket
      """
          .formatted(TENANT);

  private static final String STANDING =
      "SELECT outcome, slo_p50, slo_p95 FROM scanner.scan_slo ORDER BY started_at DESC";

  private TestDatabase database;
  private ScanRows rows;

  abstract PostgresServer server();

  @BeforeEach
  void takeAFreshDatabase() {
    database = Migrations.migrated(server());
    rows = new ScanRows(database);
  }

  @Test
  void failedDeadAndHungScansStandBehindEveryDuration() {
    rows.scan(TEN, "60 s");
    rows.scan(TEN, "100 s", "outcome", "'succeeded'");
    rows.scan(TEN, "130 s", "outcome", "'succeeded'");
    rows.scan(TEN, "200 s", "outcome", "'succeeded'");
    rows.scan(TEN, "1 s", "outcome", "'failed'");
    rows.unfinishedScan(TEN, "aborted");
    rows.runningScan(TEN, TEN + " + INTERVAL '30 s'");
    rows.runningScan(TEN, "now()");
    rows.scan(TEN, "1 s", "is_replay", "true");
    rows.scanOfOtherTenant(TEN, "1 s");

    assertThat(database.rows(COUNTS)).hasToString("[[10:00, 8, 4, 1, 2, 1]]");
    // Of eight, the fourth and the last: 60, 100, 130, 200, then one that still runs, then three
    // without end.
    assertThat(database.rows(PERCENTILES)).hasToString("[[200000.0, 200000.0, null, Infinity]]");
    assertThat(database.rows(COMPLIANCE)).hasToString("[[6, 0, 25.00, 4, 0, 50.00]]");
  }

  @Test
  void oneScanIsAllThereIsToSayAndAnEmptyHourHasNoRow() {
    rows.scan(TEN, "90 s");
    rows.scan(TEN + " + INTERVAL '2 hours'", "150 s");

    assertThat(database.rows(COUNTS))
        .hasToString("[[10:00, 1, 1, 0, 0, 0], [12:00, 1, 1, 0, 0, 0]]");
    assertThat(database.rows(PERCENTILES))
        .hasToString(
            "[[90000.0, 90000.0, 90000.0, 90000.0], [150000.0, 150000.0, 150000.0, 150000.0]]");
    assertThat(database.rows(COMPLIANCE))
        .hasToString("[[0, 0, 100.00, 0, 0, 100.00], [1, 0, 0.00, 0, 0, 100.00]]");
  }

  @Test
  void anHourInWhichEveryScanDiedHasNoPercentileAndNeverWill() {
    rows.runningScan(TEN, TEN);
    rows.runningScan(TEN, TEN + " + INTERVAL '10 minutes'");

    assertThat(database.rows(PERCENTILES)).hasToString("[[null, Infinity, null, Infinity]]");
    assertThat(database.rows(COMPLIANCE)).hasToString("[[2, 0, 0.00, 2, 0, 0.00]]");
  }

  @Test
  void ofScansThatAllRunOnlyTheAgeIsKnownAndOnlyAsALowerLimit() {
    rows.runningScan("now() - INTERVAL '200 s'", "now()");
    rows.runningScan("now() - INTERVAL '400 s'", "now()");

    List<@Nullable Object> answer = percentile("0.5");
    assertThat(answer.get(0)).isNull();
    assertThat((Double) answer.get(1)).isBetween(200_000.0, 390_000.0);
    assertThat(answer.subList(2, 4)).hasToString("[2, 2]");
    assertThat((Double) percentile("0.95").get(1)).isBetween(400_000.0, 590_000.0);
    assertThat(database.rows(STANDING))
        .hasToString("[[running, breached, pending], [running, breached, breached]]");
  }

  @Test
  void aPercentileBelowTheScansThatRunIsANumber() {
    rows.scan("now() - INTERVAL '10 minutes'", "10 s");
    rows.scan("now() - INTERVAL '10 minutes'", "20 s");
    rows.scan("now() - INTERVAL '10 minutes'", "30 s");
    rows.runningScan("now() - INTERVAL '5 minutes'", "now()");

    assertThat(percentile("0.5")).hasToString("[20000.0, 20000.0, 4, 1]");
    assertThat(percentile("0.75")).hasToString("[30000.0, 30000.0, 4, 1]");
    assertThat(percentile("0.76").get(0)).isNull();
    assertThat((Double) percentile("0.76").get(1)).isGreaterThanOrEqualTo(300_000.0);
  }

  @Test
  void aYoungScanThatRunsMakesThePercentileARange() {
    rows.scan("now() - INTERVAL '2 hours'", "10 s");
    rows.scan("now() - INTERVAL '2 hours'", "2000 s");
    rows.scan("now() - INTERVAL '2 hours'", "3000 s");
    rows.runningScan("now() - INTERVAL '100 s'", "now()");

    List<@Nullable Object> answer = percentile("0.5");

    assertThat(answer.get(0)).isEqualTo(2_000_000.0);
    assertThat((Double) answer.get(1)).isBetween(100_000.0, 1_999_999.0);
  }

  @Test
  void equalDurationsAreEachCounted() {
    rows.scan("now() - INTERVAL '1 hour'", "60 s");
    rows.scan("now() - INTERVAL '1 hour'", "60 s");
    rows.scan("now() - INTERVAL '1 hour'", "60 s");
    rows.unfinishedScan("now() - INTERVAL '1 hour'", "aborted");

    assertThat(percentile("0.5")).hasToString("[60000.0, 60000.0, 4, 0]");
    assertThat(percentile("0.75")).hasToString("[60000.0, 60000.0, 4, 0]");
    assertThat(percentile("0.76")).hasToString("[null, Infinity, 4, 0]");
  }

  @Test
  void thePercentileMeetsItsTargetExactlyIfTheShareDoes() {
    for (int i = 0; i < 19; i++) {
      rows.scan(TEN, "299.999 s");
    }
    rows.scan(TEN, "300 s");
    assertThat(database.rows(COMPLIANCE).get(0).get(5)).hasToString("95.00");
    assertThat(database.rows(PERCENTILES).get(0).get(2)).isEqualTo(299_999.0);

    rows.scan(TEN, "300 s");
    assertThat(database.rows(COMPLIANCE).get(0).get(5)).hasToString("90.48");
    assertThat(database.rows(PERCENTILES).get(0).get(2)).isEqualTo(300_000.0);
  }

  @Test
  void aScanMeetsAThresholdOnlyIfItIsStrictlyFaster() {
    rows.scan("now() - INTERVAL '1 hour'", "119.999999 s");
    rows.scan("now() - INTERVAL '2 hours'", "120 s");
    rows.scan("now() - INTERVAL '3 hours'", "299.999999 s");
    rows.scan("now() - INTERVAL '4 hours'", "300 s");

    assertThat(database.rows(STANDING))
        .hasToString(
            "[[succeeded, met, met], [succeeded, breached, met],"
                + " [succeeded, breached, met], [succeeded, breached, breached]]");
  }

  @Test
  void aScanThatRunsIsPendingUntilItIsAsOldAsTheThreshold() {
    rows.runningScan("now() + INTERVAL '5 s'", "now()");
    rows.runningScan("now() - INTERVAL '30 s'", "now()");
    rows.runningScan("now() - INTERVAL '120 s'", "now()");
    rows.runningScan("now() - INTERVAL '300 s'", "now()");

    assertThat(database.rows(STANDING))
        .hasToString(
            "[[running, pending, pending], [running, pending, pending],"
                + " [running, breached, pending], [running, breached, breached]]");
  }

  @Test
  void whatIsPendingIsLeftOutOfTheShare() {
    rows.runningScan("now() - INTERVAL '1 s'", "now()");

    assertThat(database.rows(COMPLIANCE)).hasToString("[[0, 1, null, 0, 1, null]]");
    assertThat(database.rows(PERCENTILES).get(0)).element(0).isNull();
  }

  @Test
  void aScanThatDiedYoungBreachesBothAsDoesOneThatFailedFast() {
    rows.runningScan("now() - INTERVAL '80 s'", "now() - INTERVAL '70 s'");
    rows.unfinishedScan("now() - INTERVAL '90 s'", "aborted");
    rows.scan("now() - INTERVAL '100 s'", "1 s", "outcome", "'failed'");

    assertThat(database.rows(STANDING))
        .hasToString(
            "[[aborted, breached, breached], [aborted, breached, breached],"
                + " [failed, breached, breached]]");
    assertThat(database.rows("SELECT tte_ms, running_ms FROM scanner.scan_slo"))
        .hasToString("[[null, null], [null, null], [null, null]]");
  }

  @Test
  void aScanIsPresumedDeadAMinuteAfterItsLastSignOfLife() {
    rows.runningScan("now() - INTERVAL '10 minutes'", "now() - INTERVAL '50 s'");
    rows.runningScan("now() - INTERVAL '20 minutes'", "now() - INTERVAL '61 s'");

    assertThat(database.rows("SELECT outcome FROM scanner.scan_slo ORDER BY started_at DESC"))
        .hasToString("[[running], [aborted]]");
    assertThat(database.rows("SELECT DISTINCT outcome FROM scanner.scan_metrics"))
        .as("what is stored stays until somebody knows better")
        .hasToString("[[running]]");
  }

  @Test
  void aSitesOwnPatienceIsKeptByLaterMigrations() {
    rows.runningScan("now() - INTERVAL '20 minutes'", "now() - INTERVAL '10 minutes'");
    database.execute(
        """
        CREATE OR REPLACE FUNCTION scanner.presumed_dead_after() RETURNS INTERVAL
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT INTERVAL ''15 minutes'''
        """);
    Migrations.byJdbc(database);

    assertThat(database.rows(STANDING)).hasToString("[[running, breached, breached]]");
  }

  @Test
  void aProgramThatGivesNoSignsOfLifeIsBelievedWhileItsDurationCanBeStored() {
    rows.openScan("now() - INTERVAL '10 s'");
    rows.openScan("now() - INTERVAL '24 days'");
    rows.openScan("now() - INTERVAL '25 days'");
    rows.scan("now() - INTERVAL '26 days'", "10 s");

    assertThat(database.rows(STANDING))
        .hasToString(
            "[[running, pending, pending], [running, breached, breached],"
                + " [aborted, breached, breached], [succeeded, met, met]]");
  }

  @Test
  void whereEveryScanSucceededBothViewsAgreeOnTheShares() {
    for (int seconds = 20; seconds <= 400; seconds += 20) {
      rows.scan(TEN, seconds + " s");
    }
    String shares =
        "SELECT scan_count, slo_p50_compliance_percent, slo_p95_compliance_percent FROM scanner.";

    assertThat(database.rows(shares + "slo_stats"))
        .isEqualTo(database.rows(shares + "tte_stats"))
        .hasToString("[[20, 25.00, 70.00]]");
  }

  @Test
  void thePercentileIsOverTheLastSevenDaysUnlessToldOtherwise() {
    rows.scan("now() - INTERVAL '6 days'", "10 s");
    rows.unfinishedScan("now() - INTERVAL '8 days'", "aborted");

    assertThat(percentile("0.95")).hasToString("[10000.0, 10000.0, 1, 0]");
    assertThat(percentile("0.95, now() - INTERVAL '9 days'")).hasToString("[null, Infinity, 2, 0]");
    assertThat(percentile("p_percentile := 0.95, p_since := now()"))
        .hasToString("[null, null, 0, 0]");
    assertThatThrownBy(() -> percentile("95")).hasMessageContaining("between 0 and 1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverBecomesOfTheScansThatRunThePercentileStaysWithinItsLimits(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      int age = 600 + random.nextInt(3_000);
      String start = "now() - INTERVAL '%d s'".formatted(age);
      switch (random.nextInt(5)) {
        case 0 -> rows.runningScan(start, "now()");
        case 1 -> rows.unfinishedScan(start, random.nextBoolean() ? "aborted" : "failed");
        default -> rows.scan(start, random.nextInt(age) + " s");
      }
    }
    List<String> fractions = List.of("0.1", "0.25", "0.5", "0.75", "0.95");
    List<List<@Nullable Object>> before = fractions.stream().map(this::percentile).toList();

    database.execute(
        """
        UPDATE scanner.scan_metrics
        SET outcome = (ARRAY['succeeded', 'succeeded', 'failed', 'aborted'])[1 + floor(random() * 4)],
            finished_at = now() + random() * INTERVAL '1 hour'
        WHERE outcome = 'running'
        """);

    for (int i = 0; i < fractions.size(); i++) {
      double after = orNever(percentile(fractions.get(i)).get(0));
      assertThat(after)
          .as(fractions.get(i))
          .isBetween(orNever(before.get(i).get(1)), orNever(before.get(i).get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Kolkata", "America/St_Johns"})
  void hoursAreThoseOfUtcWhereverTheSchemaWasMadeAndForEveryReader(String timeZone) {
    TestDatabase elsewhere = server().newDatabase();
    elsewhere.execute(
        "ALTER DATABASE %s SET timezone TO '%s'".formatted(elsewhere.name(), timeZone));
    Migrations.byJdbc(elsewhere);
    new ScanRows(elsewhere).scan("TIMESTAMPTZ '2026-03-08 05:29:00+00'", "1 s");
    new ScanRows(elsewhere).scan("TIMESTAMPTZ '2026-03-08 05:31:00+00'", "1 s");

    assertThat(elsewhere.rows(COUNTS, timeZone)).hasToString("[[05:00, 2, 2, 0, 0, 0]]");
  }

  private static double orNever(@Nullable Object milliseconds) {
    return milliseconds instanceof Double number ? number : Double.POSITIVE_INFINITY;
  }

  private List<@Nullable Object> percentile(String arguments) {
    String tenant = arguments.contains(":=") ? "p_tenant_id := '%s'" : "'%s'";
    return database
        .rows(
            "SELECT * FROM scanner.slo_percentile(%s, %s)"
                .formatted(tenant, arguments)
                .formatted(TENANT))
        .get(0);
  }
}
