package io.scanmetrics.store;

import static io.scanmetrics.store.Scans.START;
import static io.scanmetrics.store.Scans.phase;
import static io.scanmetrics.store.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ScanStore} does with scans. */
public abstract class ScanStoreContract {
  private static final UUID SCAN_ID = new UUID(7, 1);
  private static final UUID OTHER_TENANT = new UUID(0, 0xbad);

  private ScanStore store;

  /**
   * What a store has kept of a scan id.
   *
   * @param attempt from 1
   */
  public record Kept(Scan scan, int attempt, Set<UUID> earlierAttempts) {}

  /** A store without scans. */
  protected abstract ScanStore open() throws Exception;

  /** Everything that is kept, whatever the order. */
  protected abstract List<Kept> kept() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aScanIsKeptWithAllThatIsKnownOfIt() throws Exception {
    Scan scan = everything();

    write(scan);

    assertThat(kept()).containsExactly(new Kept(scan, 1, Set.of()));
  }

  @Test
  void aScanOfWhichLittleIsKnownIsKept() throws Exception {
    Scan running = Scans.ended(scan(1), Outcome.RUNNING, null);

    write(running);

    assertThat(kept()).containsExactly(new Kept(running, 1, Set.of()));
  }

  @Test
  void aScanThatComesTwiceIsKeptOnce() throws Exception {
    Scan scan = everything();

    write(scan);
    write(scan, scan);

    assertThat(kept()).containsExactly(new Kept(scan, 1, Set.of()));
  }

  @Test
  void anEmptyBatchIsNothing() throws Exception {
    write();

    assertThat(kept()).isEmpty();
  }

  @Test
  void aLatePhaseIsMergedIntoItsScan() throws Exception {
    PhaseExecution early = phase(PhaseName.INGEST, 1, Duration.ofMillis(10), Duration.ofMillis(5));
    PhaseExecution late = phase(PhaseName.ANALYZE, 2, Duration.ofMillis(5), Duration.ofMillis(50));
    Scan scan = scan(1).withPhases(List.of(early));

    write(scan);
    write(scan.withPhases(List.of(late)));

    assertThat(scansKept()).containsExactly(scan.withPhases(List.of(early, late)));
    assertThat(scansKept().get(0).phases())
        .extracting(PhaseExecution::phase)
        .containsExactly(PhaseName.ANALYZE, PhaseName.INGEST);
  }

  @Test
  void aPhaseThatTurnsOutToBeAnothersIsTakenBack() throws Exception {
    PhaseExecution own = phase(PhaseName.INGEST, 1, Duration.ofMillis(10), Duration.ofMillis(5));
    PhaseExecution others = phase(PhaseName.VEX, 2, Duration.ofMillis(20), Duration.ofMillis(50));
    Scan scan = scan(1).withPhases(List.of(own, others));

    write(scan);
    write(Scans.withdrawing(scan, others));

    assertThat(scansKept()).containsExactly(scan.withPhases(List.of(own)));
  }

  @Test
  void aPhaseThatWasTakenBackMayComeBack() throws Exception {
    PhaseExecution own = phase(PhaseName.INGEST, 1, Duration.ofMillis(10), Duration.ofMillis(5));
    PhaseExecution others = phase(PhaseName.VEX, 2, Duration.ofMillis(20), Duration.ofMillis(50));
    Scan scan = scan(1).withPhases(List.of(own, others));

    write(scan, Scans.withdrawing(scan, others), scan.withPhases(List.of(own, others)));

    assertThat(scansKept()).containsExactly(scan);
  }

  @Test
  void aRunningScanIsCompletedAndNeverSetBack() throws Exception {
    Scan finished = everything();
    Scan running =
        Scans.ended(finished, Outcome.RUNNING, null).withPhases(finished.phases().subList(0, 1));

    write(running);
    write(finished);
    write(running);

    assertThat(scansKept()).containsExactly(finished);
  }

  @Test
  void aScanThatWasTakenForDeadMayStillFinish() throws Exception {
    Scan finished = scan(1);
    Scan aborted = Scans.ended(finished, Outcome.ABORTED, null);

    write(aborted);
    assertThat(scansKept()).containsExactly(aborted);
    write(finished);
    write(aborted);

    assertThat(scansKept()).containsExactly(finished);
  }

  @Test
  void whatALaterVersionDoesNotKnowIsNotForgotten() throws Exception {
    Scan early =
        Scans.withAttributes(
            Scans.withColumns(
                Scans.ended(scan(1), Outcome.RUNNING, null),
                Map.of(
                    ScanAttribute.ARTIFACT_DIGEST,
                    "sha256:1",
                    ScanAttribute.PACKAGE_COUNT,
                    7,
                    ScanAttribute.REPLAY,
                    true)),
            Map.of("host", "a", "step", 1L));
    Scan late =
        Scans.withAttributes(
            Scans.withColumns(scan(1), Map.of(ScanAttribute.PACKAGE_COUNT, 5)), Map.of("step", 2L));

    write(early);
    write(late);

    Scan kept = scansKept().get(0);
    assertThat(kept.columns())
        .isEqualTo(
            Map.of(
                ScanAttribute.ARTIFACT_DIGEST,
                "sha256:1",
                ScanAttribute.PACKAGE_COUNT,
                5,
                ScanAttribute.REPLAY,
                true));
    assertThat(kept.attributes()).isEqualTo(Map.of("host", "a", "step", 2L));
  }

  @Test
  void theAttemptThatStartedLastIsKeptWhateverTheOrder() throws Exception {
    List<Scan> attempts = List.of(attempt(1, 0), attempt(2, 10), attempt(3, 20));
    for (List<Scan> order : permutations(attempts)) {
      try (ScanStore another = open()) {
        store = another;
        for (Scan attempt : order) {
          write(attempt);
        }

        assertThat(kept())
            .containsExactly(
                new Kept(
                    attempts.get(2),
                    3,
                    Set.of(attempts.get(0).metricsId(), attempts.get(1).metricsId())));
      }
    }
  }

  @Test
  void anAttemptThatComesAgainChangesNothing() throws Exception {
    write(attempt(1, 0));
    write(attempt(2, 10));

    write(attempt(1, 0), attempt(2, 10));
    write(attempt(1, 0));

    assertThat(kept())
        .containsExactly(new Kept(attempt(2, 10), 2, Set.of(attempt(1, 0).metricsId())));
  }

  @Test
  void ofAttemptsThatStartedTogetherOneIsKeptWhateverTheOrder() throws Exception {
    Scan one = attempt(1, 0);
    Scan other = attempt(Long.MIN_VALUE, 0);
    Kept expected = new Kept(other, 2, Set.of(one.metricsId()));

    write(one);
    write(other);
    assertThat(kept()).containsExactly(expected);

    closeStore();
    openStore();
    write(other);
    write(one);
    assertThat(kept()).containsExactly(expected);
  }

  @Test
  void aNewAttemptLeavesNothingOfTheOldOne() throws Exception {
    Scan old = Scans.withId(everything(), new UUID(1, 1), SCAN_ID);
    Scan later = attempt(2, 10);

    write(old);
    write(later);

    assertThat(scansKept()).containsExactly(later);
  }

  @Test
  void versionsAndAttemptsMayComeInOneBatch() throws Exception {
    Scan late = attempt(2, 10);
    Scan lateAndMore =
        late.withPhases(List.of(phase(PhaseName.VEX, 1, Duration.ofSeconds(10), Duration.ZERO)));

    write(lateAndMore, attempt(1, 0), late, scan(5), attempt(1, 0), attempt(3, 5));

    assertThat(kept())
        .containsExactlyInAnyOrder(
            new Kept(scan(5), 1, Set.of()),
            new Kept(lateAndMore, 3, Set.of(attempt(1, 0).metricsId(), attempt(3, 5).metricsId())));
  }

  @Test
  void aScanIdOfAnotherTenantIsSetAsideAndTheOthersAreStored() throws Exception {
    Scan theirs = Scans.withTenant(attempt(2, 10), OTHER_TENANT);
    write(attempt(1, 0));

    List<SetAside> setAside = store.write(List.of(theirs, scan(5)));

    assertThat(setAside).extracting(SetAside::scan).containsExactly(theirs);
    assertThat(setAside.get(0).reason()).contains("another tenant", "scan id " + SCAN_ID);
    assertThat(scansKept()).containsExactlyInAnyOrder(attempt(1, 0), scan(5));
  }

  @Test
  void aMetricsIdOfAnotherTenantIsSetAside() throws Exception {
    Scan theirs =
        Scans.withTenant(Scans.withId(scan(1), scan(1).metricsId(), SCAN_ID), OTHER_TENANT);
    write(Scans.withSpan(scan(1), ""));

    List<SetAside> setAside = store.write(List.of(theirs));

    assertThat(setAside).hasSize(1);
    assertThat(setAside.get(0).reason()).contains("another tenant", "metrics id");
    assertThat(scansKept()).hasSize(1);
  }

  @Test
  void anotherSpanOfTheSameTraceIsNotTakenForTheSameScan() throws Exception {
    Scan other = Scans.withSpan(Scans.withId(scan(1), scan(1).metricsId(), SCAN_ID), "beef");
    write(scan(1));

    List<SetAside> setAside = store.write(List.of(other));

    assertThat(setAside).hasSize(1);
    assertThat(setAside.get(0).reason()).contains("another span", scan(1).spanId());
    assertThat(scansKept()).containsExactly(scan(1));
  }

  @Test
  void aScanIdThatBecomesKnownLateReplacesTheProvisionalOne() throws Exception {
    UUID metricsId = new UUID(9, 9);
    Scan running = Scans.ended(scan(metricsId, metricsId), Outcome.RUNNING, null);
    Scan finished = scan(metricsId, SCAN_ID);

    write(running);
    write(finished);
    write(running);

    assertThat(scansKept()).containsExactly(finished);
  }

  @Test
  void aTenantThatBecomesKnownLateReplacesTheProvisionalOne() throws Exception {
    Scan running = Scans.ended(scan(new UUID(9, 9), new UUID(9, 9)), Outcome.RUNNING, null);
    Scan ofTheirs = Scans.withTenant(scan(new UUID(9, 9), SCAN_ID), OTHER_TENANT);

    write(running);
    write(ofTheirs);
    write(running);

    assertThat(scansKept()).containsExactly(ofTheirs);
  }

  @Test
  void aTenantThatBecomesKnownLateBringsNothingOfTheOneBefore() throws Exception {
    UUID provisional = new UUID(0xd, 0xd);
    Scan one = Scans.ended(scan(new UUID(9, 1), provisional), Outcome.RUNNING, null);
    Scan other = Scans.ended(scan(new UUID(9, 2), provisional), Outcome.RUNNING, null);
    Scan ofTheirs = Scans.withTenant(scan(new UUID(9, 2), SCAN_ID), OTHER_TENANT);

    write(one);
    write(other);
    write(ofTheirs);

    assertThat(kept()).containsExactly(new Kept(ofTheirs, 1, Set.of()));
  }

  @Test
  void aTenantThatBecomesKnownLateIsNotMixedWithAScanIdOfAnother() throws Exception {
    Scan running = Scans.ended(scan(new UUID(9, 9), new UUID(9, 9)), Outcome.RUNNING, null);
    Scan ofTheirs = Scans.withTenant(scan(new UUID(9, 9), SCAN_ID), OTHER_TENANT);
    write(attempt(1, 0), running);

    assertThat(store.write(List.of(ofTheirs))).extracting(SetAside::scan).containsExactly(ofTheirs);

    assertThat(scansKept()).containsExactlyInAnyOrder(attempt(1, 0), running);
  }

  @Test
  void aScanIdThatBecomesKnownLateMayTurnOutToBeAnAttempt() throws Exception {
    UUID metricsId = new UUID(9, 9);
    Scan running = Scans.starting(scan(metricsId, metricsId), START.plusSeconds(10));
    Scan finished = Scans.withId(running, metricsId, SCAN_ID);

    write(attempt(1, 0), Scans.ended(running, Outcome.RUNNING, null));
    assertThat(scansKept()).hasSize(2);
    write(finished);

    assertThat(kept()).containsExactly(new Kept(finished, 2, Set.of(attempt(1, 0).metricsId())));
  }

  @Test
  void aDurationThatHasNoRoomIsSetAside() throws Exception {
    Duration most = Duration.ofMillis(Integer.MAX_VALUE);
    Scan long1 = Scans.finished(scan(1), START.plus(most));
    Scan tooLong = Scans.finished(scan(2), START.plus(most).plusMillis(1));
    Scan longPhase =
        scan(3).withPhases(List.of(phase(PhaseName.SIGN, 1, Duration.ZERO, most.plusMillis(1))));

    List<SetAside> setAside = store.write(List.of(long1, tooLong, longPhase));

    assertThat(setAside).extracting(SetAside::scan).containsExactly(tooLong, longPhase);
    assertThat(setAside.get(0).reason()).contains("24.8 days");
    assertThat(setAside.get(1).reason()).contains("sign", "24.8 days");
    assertThat(scansKept()).containsExactly(long1);
  }

  @Test
  void hostileTextIsKeptAsItIs() throws Exception {
    String hostile =
        "'); DROP TABLE scanner.scan_metrics; -- \" \\ {a,b} NULL \n\r\t \u0001 \u2028 \uD83D\uDE00 é $1 ?";
    Scan scan =
        Scans.withAttributes(
                Scans.withColumns(
                    scan(1),
                    Map.of(
                        ScanAttribute.ARTIFACT_DIGEST,
                        hostile,
                        ScanAttribute.POLICY_DIGEST,
                        "NULL",
                        ScanAttribute.FEED_SNAPSHOT_ID,
                        "")),
                Map.of(hostile, hostile, "", List.of(hostile, "", "null")))
            .withPhases(List.of(Scans.failedPhase(PhaseName.OTHER, 9, hostile, hostile)));

    write(scan);

    assertThat(scansKept()).containsExactly(scan);
  }

  @Test
  void veryLongTextIsKept() throws Exception {
    // Ten different megabytes, so that no compression helps.
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 10_000_000; i++) {
      text.append(Integer.toHexString(i * 0x9e3779b9)).append('é');
    }
    Scan scan = Scans.withAttributes(scan(1), Map.of("text", text.toString()));

    write(scan);

    assertThat(scansKept()).containsExactly(scan);
  }

  @Test
  void valuesKeepTheirTypes() throws Exception {
    Map<String, Object> values =
        Map.of(
            "text",
            "1",
            "whole",
            1L,
            "most",
            Long.MAX_VALUE,
            "least",
            Long.MIN_VALUE,
            "part",
            0.1,
            "small",
            Double.MIN_VALUE,
            "true",
            true,
            "false",
            false,
            "list",
            List.of("a", 1L, 0.5, true),
            "none",
            List.of());
    Scan scan = Scans.withAttributes(scan(1), values);

    write(scan);

    assertThat(scansKept().get(0).attributes()).isEqualTo(values);
  }

  @Test
  void notANumberIsKeptAsText() throws Exception {
    write(
        Scans.withAttributes(
            scan(1), Map.of("nan", Double.NaN, "list", List.of(Double.POSITIVE_INFINITY, 1.5))));

    assertThat(scansKept().get(0).attributes())
        .isEqualTo(Map.of("nan", "NaN", "list", List.of("Infinity", 1.5)));
  }

  @Test
  void aStoreMayBeClosedTwiceAndWithoutAWrite() {
    store.close();
    store.close();
  }

  private void write(Scan... scans) throws Exception {
    assertThat(store.write(List.of(scans))).isEmpty();
  }

  private List<Scan> scansKept() throws Exception {
    return kept().stream().map(Kept::scan).toList();
  }

  private static Scan attempt(long number, int secondsLater) {
    Scan scan = scan(new UUID(number, 1), SCAN_ID);
    return Scans.starting(scan, START.plusSeconds(secondsLater));
  }

  private static Scan everything() {
    Instant end = START.plusSeconds(6);
    Scan scan =
        Scans.withColumns(
            Scans.ended(Scans.scanOfSixPhases(1), Outcome.FAILED, end), Scans.everyColumn());
    List<PhaseExecution> phases = new ArrayList<>(scan.phases());
    phases.add(Scans.failedPhase(PhaseName.OTHER, 9, "io", "no such file"));
    return Scans.withAttributes(scan, Map.of("host", "a", "tries", 3L)).withPhases(phases);
  }

  private static List<List<Scan>> permutations(List<Scan> scans) {
    if (scans.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Scan>> result = new ArrayList<>();
    for (int i = 0; i < scans.size(); i++) {
      List<Scan> rest = new ArrayList<>(scans);
      Scan first = rest.remove(i);
      for (List<Scan> order : permutations(rest)) {
        List<Scan> whole = new ArrayList<>(order);
        Collections.addAll(whole, first);
        result.add(whole);
      }
    }
    return result;
  }
}
