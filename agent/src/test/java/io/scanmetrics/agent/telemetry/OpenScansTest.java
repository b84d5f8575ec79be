package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenScansTest {
  private static final int MOST = 3;

  private final OpenScans scans = new OpenScans(MOST);

  @Test
  void ofTooManyThatDoNotEndTheFirstIsGivenUp() {
    OpenScan first = begun("1");
    assertThat(scans.await(first)).isNull();
    assertThat(scans.await(begun("2"))).isNull();
    assertThat(scans.await(begun("3"))).isNull();

    assertThat(scans.await(begun("4"))).isSameAs(first);
  }

  @Test
  void oneThatHasEndedMakesRoomForAnother() {
    OpenScan first = begun("1");
    scans.await(first);
    scans.await(begun("2"));
    scans.await(begun("3"));
    scans.remove(first);

    assertThat(scans.await(begun("4"))).isNull();
  }

  @Test
  void aScanIsFoundByItsKeyUntilManyOthersHaveEndedAfterIt() {
    OpenScan scan = scan("red");
    scans.add(scan);
    scans.name(scan, null);
    scans.remove(scan);
    assertThat(scans.open("red")).isNull();
    for (int i = 1; i < 256; i++) {
      endOne(i);
    }
    assertThat(scans.byKey("red")).isSameAs(scan);

    endOne(256);

    assertThat(scans.byKey("red")).isNull();
  }

  @Test
  void oneThatHasBegunAgainIsFoundInPlaceOfTheOneThatHasEnded() {
    OpenScan ended = scan("red");
    scans.add(ended);
    scans.name(ended, null);
    scans.remove(ended);
    OpenScan again = scan("red");
    scans.add(again);
    scans.name(again, null);

    assertThat(scans.byKey("red")).isSameAs(again);
  }

  @Test
  void ofTooManyPhasesThatDoNotEndTheFirstIsForgotten() {
    Rule rule =
        new Rule(
            Rule.Kind.PHASE,
            "ingest",
            new Rule.WholeJvm(Readings.NONE),
            false,
            new Source("r.yaml", 1, 1));
    OpenScan scan = scan("red");
    for (int i = 0; i < OpenScan.MOST_AWAITED; i++) {
      assertThat(scan.await(rule, new OpenPhase("ingest", scan, null, false, Map.of()))).isFalse();
    }
    OpenPhase last = new OpenPhase("ingest", scan, null, false, Map.of());

    assertThat(scan.await(rule, last)).isTrue();

    for (int i = 0; i < OpenScan.MOST_AWAITED - 1; i++) {
      assertThat(scan.awaited(rule)).isNotNull();
    }
    assertThat(scan.awaited(rule)).isSameAs(last);
    assertThat(scan.awaited(rule)).isNull();
  }

  private void endOne(int number) {
    OpenScan scan = scan("scan " + number);
    scans.add(scan);
    scans.name(scan, null);
    scans.remove(scan);
  }

  private OpenScan begun(String id) {
    OpenScan scan = scan(id);
    scans.add(scan);
    return scan;
  }

  private static OpenScan scan(String id) {
    return new OpenScan(Map.of("scan.id", id), null);
  }
}
