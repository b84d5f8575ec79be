package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.AssemblyTest.spanIds;
import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.plain;
import static io.scanmetrics.assemble.TestSpan.scan;
import static io.scanmetrics.assemble.TestSpan.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which scan a phase belongs to. */
class BelongingTest {
  private final AssemblyUnderTest assembly = new AssemblyUnderTest();

  @Nested
  class ByWhoStartedWhom {
    @Test
    void itIsTheNearestScanAbove() {
      assembly.ended(
          phase(1, 4, "ingest").inside(3),
          phase(1, 5, "ingest").inside(1),
          scan(1, 3, "inner").inside(2),
          plain(1, 2).inside(1),
          scan(1, 1, "outer"));

      assertThat(phasesOf(3)).containsExactly(spanId(4));
      assertThat(phasesOf(1)).containsExactly(spanId(5));
    }

    @Test
    void spansInBetweenLeadToIt() {
      assembly.started(scan(1, 1, "one").inside(9)).started(scan(1, 2, "other").inside(9));
      assembly.ended(plain(1, 3).inside(2), plain(1, 4).inside(3), phase(1, 5, "ingest").inside(4));
      assembly.ended(scan(1, 1, "one").inside(9), scan(1, 2, "other").inside(9));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).containsExactly(spanId(5));
    }

    @Test
    void spansInBetweenMayComeAfterIt() {
      assembly.ended(
          phase(1, 5, "ingest").inside(4),
          scan(1, 1, "one").inside(9),
          scan(1, 2, "other").inside(9));
      assertThat(phasesOf(2)).isEmpty();

      assembly.ended(plain(1, 3).inside(2), plain(1, 4).inside(3));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).containsExactly(spanId(5));
    }

    @Test
    void aSpanInBetweenMayTurnOutToBeAScan() {
      assembly.started(scan(1, 1, "outer"));
      assembly.ended(
          plain(1, 2).inside(1), phase(1, 3, "ingest").inside(2), phase(1, 4, "vex").inside(1));
      assembly.ended(scan(1, 2, "named at its end").inside(1), scan(1, 1, "outer"));

      assertThat(phasesOf(2)).containsExactly(spanId(3));
      assertThat(phasesOf(1)).containsExactly(spanId(4));
    }

    @Test
    void aScanThatLosesAPhaseSaysSo() {
      assembly.started(scan(1, 1, "outer"));
      assembly.ended(plain(1, 2).inside(1), phase(1, 3, "ingest").inside(2), scan(1, 1, "outer"));
      assertThat(assembly.only().withdrawn()).isEmpty();

      assembly.ended(scan(1, 2, "named at its end").inside(1));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(assembly.latest().get(0).withdrawn()).containsExactly(spanId(3));
    }

    @Test
    void aPhaseThatNamesAScanOfAnotherTraceLeadsToThePhaseAroundIt() {
      assembly.started(scan(1, 1, "nightly"));
      assembly.began(phase(7, 5, "analyze").with("scan.id", "nightly"));
      assembly.ended(
          plain(7, 6).inside(5),
          phase(7, 8, "ingest").inside(6).with("scan.id", "nightly"),
          phase(7, 5, "analyze").with("scan.id", "nightly"),
          scan(1, 1, "nightly"));

      assertThat(assembly.only().phases())
          .filteredOn(phase -> phase.spanId().equals(spanId(8)))
          .extracting(PhaseExecution::parentSpanId)
          .containsExactly(spanId(5));
    }

    @Test
    void spansOfTracesWithoutScansAreNotRemembered() {
      assembly.ended(plain(1, 2).inside(1));

      assertThat(assembly.followed).isEmpty();
    }
  }

  @Nested
  class ByTime {
    @Test
    void itIsTheOnlyScanOfItsTrace() {
      assembly.ended(
          phase(1, 5, "ingest").inside(8),
          phase(1, 6, "publish").inside(8).from(5_000, 6_000),
          scan(1, 1, "nightly").inside(9));

      assertThat(phasesOf(1)).containsExactly(spanId(5), spanId(6));
    }

    @Test
    void itIsTheScanThatRanWhenItStarted() {
      assembly.ended(
          phase(1, 5, "ingest").inside(8).from(100, 200),
          phase(1, 6, "ingest").inside(8).from(2_100, 2_200),
          scan(1, 1, "one").inside(9).from(0, 1_000),
          scan(1, 2, "other").inside(9).from(2_000, 3_000));

      assertThat(phasesOf(1)).containsExactly(spanId(5));
      assertThat(phasesOf(2)).containsExactly(spanId(6));
    }

    @Test
    void clocksMayDifferALittle() {
      long zero = TestSpan.ZERO.toEpochMilli() * 1_000_000;
      assembly.ended(
          phase(1, 5, "ingest").inside(8).fromNanos(zero + 999_950_000, zero + 1_500_000_000),
          phase(1, 6, "vex").inside(8).fromNanos(zero + 2_000_040_000, zero + 2_000_060_000),
          scan(1, 1, "one").inside(9).from(0, 1_000),
          scan(1, 2, "other").inside(9).from(1_000, 2_000));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).containsExactly(spanId(5), spanId(6));
    }

    @Test
    void itIsNotTheOneOfTwoThatRanLonger() {
      assembly.ended(
          phase(1, 5, "ingest").inside(8).from(10, 20),
          scan(1, 1, "one").inside(9).from(0, 14),
          scan(1, 2, "other").inside(9).from(5, 30));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).isEmpty();
    }

    @Test
    void ofTwoThatRanAtOnceNeitherGetsIt() {
      assembly.ended(
          phase(1, 5, "ingest").inside(8).from(100, 200),
          scan(1, 1, "one").inside(9),
          scan(1, 2, "other").inside(9));
      assembly.abandonAll();

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).isEmpty();
      assertThat(assembly.heard.orphans).containsExactly("ingest");
    }
  }

  @Nested
  class ByTheScanIdThatItCarries {
    @Test
    void itIsTheScanOfThatIdInAnyTrace() {
      assembly.ended(
          phase(7, 5, "ingest").with("scan.id", "nightly"),
          scan(1, 1, "nightly"),
          phase(8, 6, "vex").with("scan.id", "nightly"));

      assertThat(phasesOf(1)).containsExactlyInAnyOrder(spanId(5), spanId(6));
    }

    @Test
    void itIsThatScanEvenInsideAnother() {
      assembly.ended(
          phase(1, 5, "ingest").inside(1).with("scan.id", "other"),
          scan(1, 1, "one"),
          scan(2, 2, "other"));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).containsExactly(spanId(5));
    }

    @Test
    void aUuidMayBeWrittenInEitherCase() {
      String id = "7f0c9a52-0b3e-4d6f-9a77-a1b2c3d4e5f6";
      assembly.ended(
          phase(7, 5, "ingest").with("scan.id", id.toUpperCase(Locale.ROOT)), scan(1, 1, id));

      assertThat(phasesOf(1)).containsExactly(spanId(5));
    }

    @Test
    void theTenantMustBeTheSameIfItCarriesOne() {
      assembly.ended(
          scan(1, 1, "nightly").with("scan.tenant.id", "acme"),
          scan(2, 2, "nightly").with("scan.tenant.id", "globex"),
          scan(3, 3, "nightly"),
          phase(7, 5, "ingest").with("scan.id", "nightly").with("scan.tenant.id", "globex"),
          phase(7, 6, "ingest")
              .with("scan.id", "nightly")
              .with("scan.tenant.id", "00000000-0000-0000-0000-000000000000"),
          phase(7, 7, "ingest").with("scan.id", "nightly").with("scan.tenant.id", "initech"));

      assertThat(phasesOf(1)).isEmpty();
      assertThat(phasesOf(2)).containsExactly(spanId(5));
      assertThat(phasesOf(3)).containsExactly(spanId(6));
    }

    @Test
    void ofSeveralAttemptsItIsTheLastThatHadBegun() {
      assembly.ended(
          phase(7, 5, "ingest").with("scan.id", "nightly").from(1_500, 1_600),
          phase(7, 6, "ingest").with("scan.id", "nightly").from(3_500, 3_600),
          scan(1, 1, "nightly").from(0, 1_000),
          scan(2, 2, "nightly").from(3_000, 4_000));

      assertThat(phasesOf(1)).containsExactly(spanId(5));
      assertThat(phasesOf(2)).containsExactly(spanId(6));
    }

    @Test
    void itWaitsForThatScan() {
      assembly.started(scan(1, 1, "one"));
      assembly.ended(phase(1, 5, "ingest").inside(1).with("scan.id", "other"), scan(1, 1, "one"));
      assertThat(phasesOf(1)).isEmpty();

      assembly.ended(scan(2, 2, "other"));

      assertThat(phasesOf(2)).containsExactly(spanId(5));
    }

    @Test
    void itNamesAScanThatHasNoIdOfItsOwn() {
      assembly.ended(phase(1, 5, "ingest").inside(1).with("scan.id", "nightly"), scan(1, 1, ""));

      Scan scan = assembly.only();
      assertThat(spanIds(scan)).containsExactly(spanId(5));
      assertThat(scan.attributes()).containsEntry("scan.id", "nightly");
      assertThat(scan.scanId()).isEqualTo(Identifiers.ofTenant(scan.tenantId(), "nightly"));
    }

    @Test
    void aScanMayGetItsIdAtItsEnd() {
      assembly.started(scan(1, 1, ""));
      assembly.ended(phase(7, 5, "ingest").with("scan.id", "nightly"), scan(1, 1, "nightly"));

      assertThat(phasesOf(1)).containsExactly(spanId(5));
    }
  }

  private List<String> phasesOf(int span) {
    return assembly.latest().stream()
        .filter(scan -> scan.spanId().equals(spanId(span)))
        .findFirst()
        .map(AssemblyTest::spanIds)
        .orElseThrow();
  }
}
