package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Source;
import io.scanmetrics.agent.rules.expression.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectedScansTest implements TelemetryListener {
  private static final Rule RULE =
      new Rule(
          Rule.Kind.PHASE,
          "ingest",
          new Rule.WholeJvm(Readings.NONE),
          false,
          new Source("r.yaml", 1, 1));

  private final List<String> missing = new ArrayList<>();
  private long now = 7;
  private int woken;
  private final ExpectedScans expected = expecting(Duration.ofSeconds(60));

  @Test
  void whatHasEndedBeforeTheScanBeginsIsHandedOutWhenItDoes() {
    OpenPhase phase = begin("red");
    assertThat(waitedFor(phase).keeps(phase)).isTrue();
    OpenScan scan = new OpenScan(Map.of(), null);

    assertThat(expected.met("red", scan)).containsExactly(phase);

    assertThat(phase.scan()).isSameAs(scan);
    assertThat(expected.isEmpty()).isTrue();
  }

  @Test
  void whatEndsLaterIsRecordedLikeAnyOther() {
    OpenPhase phase = begin("red");
    ExpectedScan waitedFor = waitedFor(phase);

    assertThat(expected.met("red", new OpenScan(Map.of(), null))).isEmpty();

    assertThat(waitedFor.keeps(phase)).isFalse();
  }

  @Test
  void theEndingHalfOfAPairFindsItsBeginningInTheScan() {
    OpenPhase phase = begin("red");
    OpenScan standIn = phase.scan();
    standIn.await(RULE, phase);
    OpenScan scan = new OpenScan(Map.of(), null);
    expected.met("red", scan);
    OpenPhase another = begin("red");
    standIn.await(RULE, another);

    assertThat(scan.awaited(RULE)).isSameAs(phase);
    assertThat(scan.awaited(RULE)).isSameAs(another);
  }

  @Test
  void phasesWaitForAsLongAsTheyAreTold() {
    begin("red");
    now += Duration.ofSeconds(60).toNanos() - 1;
    expected.tidyUp();
    assertThat(missing).isEmpty();

    now++;
    expected.tidyUp();

    assertThat(missing).containsExactly("red, which did not begin within 60 s");
    assertThat(expected.isEmpty()).isTrue();
  }

  @Test
  void aPhaseThatEndsWhenNobodyWaitsAnyMoreIsNotCountedAgain() {
    OpenPhase phase = begin("red");
    ExpectedScan waitedFor = waitedFor(phase);
    expected.giveUpAll();

    assertThat(waitedFor.keeps(phase)).isTrue();
    assertThat(expected.met("red", new OpenScan(Map.of(), null))).isEmpty();
    assertThat(missing).containsExactly("red, which never began");
  }

  @Test
  void somebodyIsWokenToTidyUp() {
    begin("red");

    assertThat(woken).isEqualTo(1);
  }

  @Test
  void thereIsRoomForAThousandPhasesAndOneMoreIsAnOrphanAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      begin("scan " + i % 10);
    }

    assertThat(expected.admit("another", RULE)).isNull();

    assertThat(missing)
        .containsExactly("another, which does not run, while 1000 phases wait for scans already");
    expected.giveUpAll();
    assertThat(missing).hasSize(1_001);
    assertThat(expected.isEmpty()).isTrue();
    begin("red");
  }

  @Test
  void nobodyWaitsWhereNobodyShall() {
    ExpectedScans impatient = expecting(Duration.ZERO);

    assertThat(impatient.admit("red", RULE)).isNull();

    assertThat(missing).containsExactly("red, which does not run");
    assertThat(impatient.isEmpty()).isTrue();
  }

  private ExpectedScans expecting(Duration patience) {
    return new ExpectedScans(patience, () -> now, () -> woken++, this);
  }

  private OpenPhase begin(String key) {
    OpenScan scan = expected.admit(key, RULE);
    return new OpenPhase("ingest", Objects.requireNonNull(scan), null, false, Map.of());
  }

  private static ExpectedScan waitedFor(OpenPhase phase) {
    @Nullable ExpectedScan waitedFor = phase.scan().expected();
    return Objects.requireNonNull(waitedFor);
  }

  @Override
  public void scanMissing(Rule rule, String key, String why) {
    missing.add(key + ", " + why);
  }

  @Override
  public void phaseOrphaned(Rule rule) {
    throw new AssertionError(rule);
  }

  @Override
  public void neverEnded(Rule rule) {
    throw new AssertionError(rule);
  }

  @Override
  public void scanRefused() {}

  @Override
  public void notRecorded(long refusedScans, int events) {}

  @Override
  public void expressionFailed(Rule rule, Expression expression, String reason) {
    throw new AssertionError(reason);
  }

  @Override
  public void spanFailed(Throwable cause) {
    throw new AssertionError(cause);
  }

  @Override
  public void telemetryFailed(Throwable cause) {
    throw new AssertionError(cause);
  }
}
