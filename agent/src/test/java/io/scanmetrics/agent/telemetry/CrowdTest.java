package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private final OpenScan scan = new OpenScan(Map.of(), null);

  @Test
  void itKnowsHowManyTookHowLongAndWhenOneRan() {
    Crowd crowd = new Crowd(execution(10, 30));
    assertThat(crowd.add(execution(30, 50))).isTrue();
    assertThat(crowd.add(execution(60, 61))).isTrue();

    crowd.take();

    assertThat(crowd.lengths()).containsExactly(20, 2, 1, 1);
    assertThat(sinceScan(crowd.stretches())).containsExactly(10, 50, 60, 61);
    assertThat(sinceScan(crowd.startMicros(), crowd.endMicros())).containsExactly(10, 61);
  }

  @Test
  void oneThatRanAroundTheLastOneIsForAnotherCrowd() {
    Crowd crowd = new Crowd(execution(20, 30));

    assertThat(crowd.add(execution(10, 40))).isFalse();

    crowd.take();
    assertThat(crowd.lengths()).containsExactly(10, 1);
    assertThat(sinceScan(crowd.stretches())).containsExactly(20, 30);
  }

  @Test
  void anExecutionThatTakesNoTimeIsCountedAndNoStretch() {
    Crowd crowd = new Crowd(execution(10, 10));

    assertThat(crowd.lengths()).containsExactly(0, 1);
    assertThat(crowd.stretches()).isEmpty();
  }

  @Test
  void whoeverHasTakenItSeesAllOfIt() {
    Crowd crowd = new Crowd(execution(10, 20));
    crowd.take();

    assertThat(crowd.add(execution(20, 30))).isFalse();
    assertThat(crowd.lengths()).containsExactly(10, 1);
  }

  @Test
  void itHasRoomForSoManyStretches() {
    Crowd crowd = new Crowd(execution(0, 1));
    long most = 1;
    while (crowd.add(execution(2 * most, 2 * most + 1))) {
      most++;
    }

    assertThat(most).isEqualTo(64);
    assertThat(crowd.lengths()).containsExactly(1, most);
    assertThat(crowd.stretches()).hasSize(2 * 64);
  }

  @Test
  void countsOfTheScanAddUp() {
    Crowd crowd = new Crowd(execution(0, 1, Map.of("scan.package.count", 2L, "colour", "red")));
    crowd.add(execution(1, 2, Map.of("scan.package.count", 3L)));

    assertThat(crowd.counts()).containsExactlyEntriesOf(Map.of("scan.package.count", 5L));
  }

  @Test
  void whatTheScanHasToHearByItselfIsNotForACrowd() {
    OpenPhase failed = execution(0, 1);
    failed.failure = Failure.ABANDONED;

    assertThat(Crowd.admits(failed)).isFalse();
    assertThat(Crowd.admits(execution(0, 1, Map.of("scan.artifact.digest", "sha256:1")))).isFalse();
    assertThat(Crowd.admits(execution(0, 1, Map.of("scan.package.count", -1L)))).isFalse();
    assertThat(Crowd.admits(new OpenPhase("ingest", scan, null, false, Map.of()))).isFalse();
    assertThat(Crowd.admits(execution(0, 1, Map.of("scan.package.count", 1L)))).isTrue();
  }

  @Test
  void anExecutionInsideWhichAnotherBeganIsToldByItself() {
    OpenPhase outer = new OpenPhase("ingest", scan, null, true, Map.of());
    OpenPhase inner = new OpenPhase("analyze", scan, outer, true, Map.of());

    assertThat(inner.enclosing()).isSameAs(outer);
    assertThat(Crowd.admits(outer)).isFalse();
    assertThat(Crowd.admits(inner)).isTrue();
  }

  @Test
  void phasesThatTakeTurnsEachHaveACrowd() {
    Crowds crowds = new Crowds();
    Crowd ingest = new Crowd(execution("ingest", 0));
    Crowd analyze = new Crowd(execution("analyze", 1));
    crowds.add(ingest);
    crowds.add(analyze);

    assertThat(crowds.join(execution("ingest", 2))).isTrue();
    assertThat(crowds.join(execution("analyze", 3))).isTrue();
    assertThat(crowds.join(execution("vex", 4))).isFalse();
    assertThat(ingest.lengths()).containsExactly(1, 2);
    assertThat(analyze.lengths()).containsExactly(1, 2);
  }

  private OpenPhase execution(String name, long fromMicros) {
    return execution(name, fromMicros, fromMicros + 1, Map.of());
  }

  private OpenPhase execution(long fromMicros, long toMicros) {
    return execution(fromMicros, toMicros, Map.of());
  }

  private OpenPhase execution(long fromMicros, long toMicros, Map<String, Object> attributes) {
    return execution("ingest", fromMicros, toMicros, attributes);
  }

  private OpenPhase execution(
      String name, long fromMicros, long toMicros, Map<String, Object> attributes) {
    OpenPhase phase = new OpenPhase(name, scan, null, true, attributes);
    phase.startedAt = scan.startedAt + 1_000 * fromMicros;
    phase.endedAt = scan.startedAt + 1_000 * toMicros;
    return phase;
  }

  /** In microseconds. */
  private long[] sinceScan(long... epochMicros) {
    return LongStream.of(epochMicros)
        .map(micros -> micros - Math.floorDiv(scan.startEpochNanos(), 1_000L))
        .toArray();
  }
}
