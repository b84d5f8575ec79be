package io.scanmetrics.store.postgres;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A few scans with a few attempts each, every attempt in several versions as they come to be while
 * it runs, all of them in some order, some more than once, cut into batches.
 *
 * @param batches what arrives
 * @param attempts the last version of each attempt, by scan id
 */
record Arrivals(List<List<Scan>> batches, Map<UUID, List<Scan>> attempts) {
  private static final List<PhaseName> NAMES =
      List.of(PhaseName.INGEST, PhaseName.ANALYZE, PhaseName.VEX, PhaseName.OTHER);

  /** What must be in the table in the end, whatever the order: computed from the attempts alone. */
  Map<UUID, Expected> expected() {
    Map<UUID, Expected> expected = new HashMap<>();
    attempts.forEach(
        (scanId, scans) -> {
          Scan last =
              scans.stream()
                  .max(
                      Comparator.comparing(Scan::startedAt)
                          .thenComparing(scan -> scan.metricsId().toString()))
                  .orElseThrow();
          Set<UUID> earlier =
              scans.stream()
                  .map(Scan::metricsId)
                  .filter(id -> !id.equals(last.metricsId()))
                  .collect(Collectors.toSet());
          expected.put(scanId, new Expected(last, earlier));
        });
    return expected;
  }

  /** The scan that stays, and the attempts before it. */
  record Expected(Scan scan, Set<UUID> earlierAttempts) {}

  /** All of it made up; {@code tag} keeps the ids of one try apart from those of another. */
  static Arbitrary<Arrivals> arbitrary(long tag) {
    Arbitrary<List<Plan>> plans = plan().list().ofMinSize(1).ofMaxSize(5).withoutEdgeCases();
    return plans.flatMap(list -> arrivals(number(tag, list))).withoutEdgeCases();
  }

  /**
   * One attempt.
   *
   * @param id which scan id, from 0
   * @param start seconds after the others'
   * @param phases how many
   * @param outcome in the end
   */
  private record Plan(int id, int start, int phases, Outcome outcome, boolean replay) {}

  private static Arbitrary<Plan> plan() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.ABORTED),
            Arbitraries.of(true, false))
        .as(Plan::new);
  }

  private static Map<UUID, List<List<Scan>>> number(long tag, List<Plan> plans) {
    Map<UUID, List<List<Scan>>> byScanId = new HashMap<>();
    for (int i = 0; i < plans.size(); i++) {
      UUID scanId = new UUID(tag, plans.get(i).id());
      // Half of the ids have the highest bit set, which Java and PostgreSQL order differently.
      UUID metricsId = new UUID(tag, (i % 2 == 0 ? Long.MIN_VALUE : 0) + 1000 + i);
      byScanId
          .computeIfAbsent(scanId, id -> new ArrayList<>())
          .add(versions(metricsId, scanId, plans.get(i)));
    }
    return byScanId;
  }

  private static Arbitrary<Arrivals> arrivals(Map<UUID, List<List<Scan>>> byScanId) {
    Map<UUID, List<Scan>> attempts = new HashMap<>();
    byScanId.forEach(
        (scanId, list) ->
            attempts.put(
                scanId, list.stream().map(versions -> versions.get(versions.size() - 1)).toList()));
    List<Scan> all =
        byScanId.values().stream().flatMap(List::stream).flatMap(List::stream).toList();
    Arbitrary<List<Scan>> again = Arbitraries.of(all).list().ofMaxSize(4);
    Arbitrary<List<Scan>> order =
        again.flatMap(
            more -> Arbitraries.shuffle(Stream.concat(all.stream(), more.stream()).toList()));
    Arbitrary<List<Integer>> cuts = Arbitraries.integers().between(1, 8).list().ofSize(60);
    return Combinators.combine(order, cuts)
        .as((scans, sizes) -> new Arrivals(cut(scans, sizes), attempts));
  }

  private static List<List<Scan>> cut(List<Scan> scans, List<Integer> sizes) {
    List<List<Scan>> batches = new ArrayList<>();
    int from = 0;
    for (int i = 0; from < scans.size(); i++) {
      int to = Math.min(scans.size(), from + sizes.get(i % sizes.size()));
      batches.add(scans.subList(from, to));
      from = to;
    }
    return batches;
  }

  /** Every version further than the one before it. */
  private static List<Scan> versions(UUID metricsId, UUID scanId, Plan plan) {
    List<PhaseExecution> phases =
        IntStream.range(0, plan.phases()).mapToObj(i -> phase(plan, i)).toList();
    List<Scan> versions = new ArrayList<>();
    for (int known = 0; known < plan.phases(); known++) {
      versions.add(version(metricsId, scanId, plan, Outcome.RUNNING, phases.subList(0, known)));
    }
    if (plan.phases() > 1) {
      // The last phase comes late.
      versions.add(
          version(metricsId, scanId, plan, plan.outcome(), phases.subList(0, phases.size() - 1)));
    }
    versions.add(version(metricsId, scanId, plan, plan.outcome(), phases));
    return versions;
  }

  private static Scan version(
      UUID metricsId, UUID scanId, Plan plan, Outcome outcome, List<PhaseExecution> phases) {
    Instant start = Scans.START.plusSeconds(plan.start());
    boolean over = outcome == Outcome.SUCCEEDED || outcome == Outcome.FAILED;
    Map<ScanAttribute, Object> columns = new HashMap<>();
    columns.put(ScanAttribute.ARTIFACT_DIGEST, "sha256:" + scanId);
    columns.put(ScanAttribute.PACKAGE_COUNT, 10 * phases.size() - (over ? 3 : 0));
    columns.put(ScanAttribute.FEED_SNAPSHOT_ID, "feed " + (9 - phases.size()));
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("phases", (long) phases.size());
    if (over) {
      columns.put(ScanAttribute.FINDINGS_SHA256, "f1");
      attributes.put("over", List.of("yes", 1L, 0.5));
    }
    if (plan.replay()) {
      columns.put(ScanAttribute.REPLAY, true);
    }
    return new Scan(
            metricsId,
            scanId,
            Scans.TENANT,
            metricsId.toString().replace("-", ""),
            "%016x".formatted(metricsId.getLeastSignificantBits()),
            start,
            over ? start.plusSeconds(30) : null,
            outcome,
            columns,
            attributes,
            List.of())
        .withPhases(phases);
  }

  private static PhaseExecution phase(Plan plan, int i) {
    // Ended in order, begun in another one.
    Instant start = Scans.START.plusSeconds(plan.start()).plusMillis(i == 2 ? 0 : 10 * i);
    return new PhaseExecution(
        "%016x".formatted(100 + i),
        i == 3 ? "%016x".formatted(100) : null,
        NAMES.get(i),
        0,
        start,
        start.plusSeconds(i + 1),
        i != 1,
        i == 1 ? "java.io.IOException" : null,
        i == 1 ? "no such file" : null,
        Map.of("n", (long) i, "share", i / 4.0, "names", List.of("a", true)));
  }
}
