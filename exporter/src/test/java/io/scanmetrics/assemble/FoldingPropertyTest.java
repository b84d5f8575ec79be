package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.ScanSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is folded, nothing is lost but the rows. */
class FoldingPropertyTest {
  private static final int ROWS = 3;

  /** So few that much is settled before the scan ends. */
  private static final AssemblyLimits TIGHT =
      new AssemblyLimits(
          10, 10, Duration.ofMinutes(10), 1_000_000, 1_000_000, 10_000, ROWS, 4, 1_000);

  /** So many that nothing is settled before the scan ends. */
  private static final AssemblyLimits FOLDING =
      new AssemblyLimits(
          10, 10, Duration.ofMinutes(10), 1_000_000, 1_000_000, 10_000, ROWS, 1_000, 1_000);

  private static final SpanRecord SCAN = scan(1, 1, "nightly").from(0, 1_000).data();

  /** Inside that one of those that began before it, from 1; 0: inside the scan. */
  record Execution(String name, int start, int millis, int parent, boolean failed) {}

  @Property(tries = 5_000)
  void itsTimesAreThoseOfAllExecutionsAsTheyHappen(@ForAll("executions") List<Execution> drawn) {
    assertThat(asTheyHappen(drawn, TIGHT).phaseMillis())
        .isEqualTo(asTheyHappen(drawn, AssemblyUnderTest.ROOMY).phaseMillis());
  }

  @Property(tries = 1_000)
  void aPhaseHasItsFirstExecutionsAndOneRowForTheOthers(
      @ForAll("executions") List<Execution> drawn) {
    Scan all = asTheyHappen(drawn, AssemblyUnderTest.ROOMY);
    Map<Object, List<PhaseExecution>> folded = byName(asTheyHappen(drawn, TIGHT));

    byName(all)
        .forEach(
            (name, executions) -> {
              List<PhaseExecution> rows = folded.getOrDefault(name, List.of());
              List<PhaseExecution> others =
                  executions.subList(Math.min(ROWS, executions.size()), executions.size());
              assertThat(rows.stream().filter(row -> !FoldedRow.is(row)).map(this::place))
                  .containsExactlyElementsOf(
                      executions.stream().limit(ROWS).map(this::place).toList());
              assertThat(rows.stream().filter(FoldedRow::is)).hasSize(others.isEmpty() ? 0 : 1);
              rows.stream().filter(FoldedRow::is).forEach(row -> assertStandsFor(row, others));
            });
  }

  @Property(tries = 2_000)
  void executionsThatAreToldTogetherAreWhatTheyAreOneByOne(
      @ForAll("executions") List<Execution> drawn, @ForAll @IntRange(min = 1, max = 9) int most) {
    List<SpanRecord> spans = spans(drawn);
    List<SpanRecord> together = surplus(spans);
    List<SpanRecord> apart = new ArrayList<>(spans);
    apart.removeAll(together);

    Scan told = asTheyHappen(apart, batches(together, most), FOLDING);

    Scan oneByOne = asTheyHappen(spans, List.of(), FOLDING);
    assertThat(told.phaseMillis()).isEqualTo(oneByOne.phaseMillis());
    assertThat(told.phases()).isEqualTo(oneByOne.phases());
  }

  /** Those that an agent may tell together: nothing is known of them but that they ran. */
  private static List<SpanRecord> surplus(List<SpanRecord> spans) {
    Map<Object, Integer> before = new HashMap<>();
    return spans.stream()
        .filter(span -> before.merge(name(span), 1, Integer::sum) > ROWS)
        .filter(span -> span.failure() == null)
        .filter(span -> spans.stream().noneMatch(one -> span.spanId().equals(one.parentSpanId())))
        .toList();
  }

  private static String name(SpanRecord span) {
    return String.valueOf(span.attributes().get(ScanSpans.PHASE_NAME));
  }

  /** Of at most so many executions each. */
  private static List<PhaseBatch> batches(List<SpanRecord> together, int most) {
    List<PhaseBatch> batches = new ArrayList<>();
    together.stream()
        .collect(groupingBy(span -> List.of(name(span), String.valueOf(span.parentSpanId()))))
        .values()
        .forEach(
            alike -> {
              for (int from = 0; from < alike.size(); from += most) {
                batches.add(batch(alike.subList(from, Math.min(from + most, alike.size()))));
              }
            });
    return batches;
  }

  private static PhaseBatch batch(List<SpanRecord> alike) {
    List<Long> lengths = new ArrayList<>();
    List<Long> stretches = new ArrayList<>();
    for (SpanRecord one : alike) {
      lengths.addAll(List.of(one.endMicros() - one.startMicros(), 1L));
      int last = stretches.size() - 1;
      if (last > 0 && one.startMicros() <= stretches.get(last)) {
        stretches.set(last, Math.max(stretches.get(last), one.endMicros()));
      } else if (one.startMicros() < one.endMicros()) {
        stretches.addAll(List.of(one.startMicros(), one.endMicros()));
      }
    }
    SpanRecord first = alike.get(0);
    return new PhaseBatch(
        first.traceId(),
        SCAN.spanId(),
        String.valueOf(first.parentSpanId()),
        name(first),
        first.startMicros(),
        alike.stream().mapToLong(SpanRecord::endMicros).max().getAsLong(),
        lengths.stream().mapToLong(Long::longValue).toArray(),
        stretches.stream().mapToLong(Long::longValue).toArray(),
        Map.of());
  }

  private static void assertStandsFor(PhaseExecution row, List<PhaseExecution> others) {
    assertThat(row.executions()).isEqualTo(others.size());
    assertThat(row.startedAt()).isEqualTo(others.get(0).startedAt());
    assertThat(row.finishedAt())
        .isEqualTo(
            others.stream().map(PhaseExecution::finishedAt).max(Comparator.naturalOrder()).get());
    long failures = others.stream().filter(Predicate.not(PhaseExecution::success)).count();
    assertThat(row.success()).isEqualTo(failures == 0);
    assertThat(row.metrics())
        .containsEntry(FoldedRow.FAILURES, failures)
        .containsEntry(
            FoldedRow.SUM_MS, (double) others.stream().mapToLong(FoldingPropertyTest::millis).sum())
        .containsEntry(
            FoldedRow.MAX_MS,
            (double) others.stream().mapToLong(FoldingPropertyTest::millis).max().getAsLong());
  }

  private static long millis(PhaseExecution one) {
    return Duration.between(one.startedAt(), one.finishedAt()).toMillis();
  }

  private List<Object> place(PhaseExecution row) {
    return List.of(row.spanId(), row.startedAt(), row.finishedAt(), row.success());
  }

  private static Map<Object, List<PhaseExecution>> byName(Scan scan) {
    return scan.phases().stream().collect(groupingBy(PhaseExecution::phase, toList()));
  }

  /** What comes of them where every start and every end is told when it happens. */
  private static Scan asTheyHappen(List<Execution> drawn, AssemblyLimits limits) {
    return asTheyHappen(spans(drawn), List.of(), limits);
  }

  private static Scan asTheyHappen(
      List<SpanRecord> spans, List<PhaseBatch> batches, AssemblyLimits limits) {
    AssemblyUnderTest assembly = new AssemblyUnderTest(limits);
    assembly.take(AssemblyUnderTest.startOfScan(SCAN));
    List<Edge> edges = new ArrayList<>();
    for (SpanRecord span : spans) {
      edges.add(new Edge(span.startMicros(), AssemblyUnderTest.startOf(span)));
      edges.add(new Edge(span.endMicros(), AssemblyUnderTest.endOf(span)));
    }
    for (PhaseBatch batch : batches) {
      edges.add(new Edge(batch.endMicros(), new SpanEvent.PhasesEnded(batch)));
    }
    edges.sort(Comparator.comparingLong(Edge::at));
    edges.forEach(edge -> assembly.take(edge.event));
    assembly.take(AssemblyUnderTest.endOf(SCAN));
    assembly.giveOut();
    return assembly.only();
  }

  private record Edge(long at, SpanEvent event) {}

  private static List<SpanRecord> spans(List<Execution> drawn) {
    List<SpanRecord> spans = new ArrayList<>();
    List<Execution> byStart = new ArrayList<>(drawn);
    byStart.sort(Comparator.comparing(Execution::start));
    for (Execution one : byStart) {
      TestSpan span =
          phase(1, spans.size() + 2, one.name)
              .from(one.start, one.start + one.millis)
              .inside(one.parent % (spans.size() + 1) + 1);
      spans.add((one.failed ? span.failed("no such layer") : span).data());
    }
    return spans;
  }

  @Provide
  Arbitrary<List<Execution>> executions() {
    return Combinators.combine(
            Arbitraries.of("ingest", "analyze", "analyze"),
            Arbitraries.integers().between(0, 900),
            Arbitraries.of(0, 1, 5, 20, 100, 400),
            Arbitraries.integers().between(0, 60),
            Arbitraries.of(false, false, true))
        .as(Execution::new)
        .list()
        .ofMaxSize(60);
  }
}
