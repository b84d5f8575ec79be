package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Progress;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.Scans;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Versions of a scan that contradict each other, as they never should. */
class VersionsPropertyTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whichOfTwoVersionsCameFirstDoesNotMatter(
      @ForAll("versions") StoredScan one, @ForAll("versions") StoredScan other) {
    assertThat(Versions.merge(one, other)).isEqualTo(Versions.merge(other, one));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aVersionThatComesAgainChangesNothing(
      @ForAll("versions") StoredScan one, @ForAll("versions") StoredScan other) {
    StoredScan merged = Versions.merge(one, other);

    assertThat(Versions.merge(merged, other)).isEqualTo(merged);
    assertThat(Versions.merge(merged, one)).isEqualTo(merged);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void nothingThatWasKnownIsForgotten(
      @ForAll("versions") StoredScan one, @ForAll("versions") StoredScan other) {
    Scan merged = Versions.merge(one, other).scan();

    assertThat(merged.columns().keySet())
        .containsAll(one.scan().columns().keySet())
        .containsAll(other.scan().columns().keySet());
    assertThat(merged.attributes().keySet())
        .containsAll(one.scan().attributes().keySet())
        .containsAll(other.scan().attributes().keySet());
    assertThat(merged.phases())
        .extracting(PhaseExecution::spanId)
        .containsAll(one.scan().phases().stream().map(PhaseExecution::spanId).toList())
        .containsAll(other.scan().phases().stream().map(PhaseExecution::spanId).toList())
        .doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<StoredScan> versions() {
    Arbitrary<Map<ScanAttribute, Object>> columns =
        Arbitraries.maps(
                Arbitraries.of(
                    ScanAttribute.PACKAGE_COUNT,
                    ScanAttribute.FINDING_COUNT,
                    ScanAttribute.VEX_DECISION_COUNT),
                Arbitraries.integers().between(0, 2).map(n -> (Object) n))
            .ofMaxSize(3);
    Arbitrary<Map<String, Object>> attributes =
        Arbitraries.maps(
                Arbitraries.of("a", "b"), Arbitraries.<Object>of("x", 1L, 0.5, List.of("y"), true))
            .ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.of(Outcome.values()),
            Arbitraries.integers().between(0, 1),
            columns,
            attributes,
            phase().list().uniqueElements(PhaseExecution::spanId).ofMaxSize(3),
            Arbitraries.of(Set.<UUID>of(), Set.of(new UUID(1, 1))))
        .as(VersionsPropertyTest::version);
  }

  private static StoredScan version(
      Outcome outcome,
      int seconds,
      Map<ScanAttribute, Object> columns,
      Map<String, Object> attributes,
      List<PhaseExecution> phases,
      Set<UUID> earlier) {
    boolean over = outcome == Outcome.SUCCEEDED || outcome == Outcome.FAILED;
    Instant end = Scans.START.plusSeconds(10 + seconds);
    Scan scan = Scans.ended(Scans.scan(1), outcome, over ? end : null);
    scan = Scans.withAttributes(Scans.withColumns(scan, columns), attributes);
    Progress seen = Progress.seenAt(over ? end : Scans.START.plusSeconds(seconds));
    return StoredScan.arriving(scan.withPhases(phases).with(seen)).withEarlierAttempts(earlier);
  }

  private static Arbitrary<PhaseExecution> phase() {
    return Combinators.combine(
            Arbitraries.of("0000000000000001", "0000000000000002", "0000000000000003"),
            Arbitraries.of(PhaseName.VEX, PhaseName.SIGN),
            Arbitraries.integers().between(0, 1),
            Arbitraries.of(true, false),
            Arbitraries.of("io", "net").injectNull(0.5),
            Arbitraries.of(Map.<String, Object>of(), Map.<String, Object>of("n", 1L)))
        .as(
            (span, name, seconds, success, error, metrics) ->
                new PhaseExecution(
                    span,
                    null,
                    name,
                    0,
                    Scans.START,
                    Scans.START.plusSeconds(seconds),
                    success,
                    error,
                    null,
                    metrics));
  }
}
