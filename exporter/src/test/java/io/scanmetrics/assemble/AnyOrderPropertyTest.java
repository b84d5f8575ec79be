package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However spans arrive, the scans are those that come of them in order. */
class AnyOrderPropertyTest {
  private static final int FOREIGN = 900;
  private static final int STRANGER = 901;
  private static final int TRACES = 2;

  /** Spans of one draw: scans first, then phases and spans in between, parents before children. */
  record Draw(List<DrawnScan> scans, List<DrawnSpan> spans) {}

  record DrawnScan(int trace, int parent, boolean named, int start, int millis) {}

  record DrawnSpan(String name, int parent, int start, int millis, int key, long count) {}

  @Property
  void anExporterMayGetThemInAnyOrderAndMoreThanOnce(
      @ForAll("draws") Draw draw, @ForAll("limits") AssemblyLimits limits, @ForAll Random random) {
    List<SpanRecord> ruleSpans = new ArrayList<>();
    spans(draw).stream()
        .filter(span -> TestSpan.isPhase(span) || TestSpan.isScan(span))
        .forEach(ruleSpans::add);
    AssemblyUnderTest inOrder = new AssemblyUnderTest(limits);
    ruleSpans.forEach(span -> inOrder.take(AssemblyUnderTest.endOf(span)));
    inOrder.giveOut();

    AssemblyUnderTest shuffled = new AssemblyUnderTest(limits);
    takeShuffled(ruleSpans, shuffled, random);

    assertSame(shuffled, inOrder, draw.scans.size());
  }

  @Property
  void aProcessorMaySeeThemEndInAnyOrder(
      @ForAll("draws") Draw draw, @ForAll("limits") AssemblyLimits limits, @ForAll Random random) {
    // What is folded stays with its scan, also if another one between the two comes to light later.
    Assume.that(
        limits.equals(AssemblyUnderTest.ROOMY) || draw.scans.stream().allMatch(DrawnScan::named));
    List<SpanRecord> spans = spans(draw);
    AssemblyUnderTest inOrder = new AssemblyUnderTest(limits);
    AssemblyUnderTest shuffled = new AssemblyUnderTest(limits);
    for (int i = 0; i < spans.size(); i++) {
      if (TestSpan.isPhase(spans.get(i)) || TestSpan.isScan(spans.get(i))) {
        boolean named = i >= draw.scans.size() || draw.scans.get(i).named;
        SpanEvent start = startOf(spans.get(i), named);
        inOrder.take(start);
        shuffled.take(start);
      }
    }
    spans.forEach(span -> inOrder.take(AssemblyUnderTest.endOf(span)));
    inOrder.giveOut();

    takeShuffled(spans, shuffled, random);

    assertSame(shuffled, inOrder, draw.scans.size());
  }

  /** A scan that gets its attributes later looks like any other span when it starts. */
  private static SpanEvent startOf(SpanRecord span, boolean named) {
    if (TestSpan.isPhase(span)) {
      return AssemblyUnderTest.startOf(span);
    }
    return named
        ? AssemblyUnderTest.startOfScan(span)
        : new SpanEvent.SpanSeen(span.traceId(), span.spanId(), span.parentSpanId());
  }

  private static void takeShuffled(
      List<SpanRecord> spans, AssemblyUnderTest assembly, Random random) {
    List<SpanRecord> arriving = new ArrayList<>(spans);
    spans.stream().filter(span -> random.nextInt(4) == 0).forEach(arriving::add);
    Collections.shuffle(arriving, random);
    for (SpanRecord span : arriving) {
      assembly.take(AssemblyUnderTest.endOf(span));
      if (random.nextInt(3) == 0) {
        assembly.giveOut();
      }
    }
    assembly.giveOut();
  }

  private static void assertSame(
      AssemblyUnderTest shuffled, AssemblyUnderTest inOrder, int scansStarted) {
    assertThat(bySpan(shuffled)).isEqualTo(bySpan(inOrder));
    assertThat(shuffled.heard.started).isEqualTo(scansStarted);
    assertThat(shuffled.heard.scansFinished).hasSize(inOrder.heard.scansFinished.size());
    assertThat(shuffled.heard.phasesFinished).doesNotHaveDuplicates();
    shuffled.abandonAll();
    inOrder.abandonAll();
    assertThat(shuffled.heard.orphans).containsExactlyInAnyOrderElementsOf(inOrder.heard.orphans);
  }

  /** What a store is left with that takes one version after the other. */
  private static Map<String, Scan> bySpan(AssemblyUnderTest assembly) {
    Map<String, Scan> scans = new HashMap<>();
    Map<String, Map<String, PhaseExecution>> phases = new HashMap<>();
    for (Scan scan : assembly.versions()) {
      Map<String, PhaseExecution> stored =
          phases.computeIfAbsent(scan.spanId(), id -> new HashMap<>());
      stored.keySet().removeAll(scan.withdrawn());
      scan.phases().forEach(phase -> stored.put(phase.spanId(), phase));
      scans.put(scan.spanId(), scan.withPhases(stored.values()).withdrawing(Set.of()));
    }
    return scans;
  }

  static List<SpanRecord> spans(Draw draw) {
    List<SpanRecord> spans = new ArrayList<>();
    List<Integer> traces = new ArrayList<>();
    for (DrawnScan scan : draw.scans) {
      int number = spans.size() + 1;
      int trace = scan.parent == 0 ? scan.trace : traces.get(scan.parent - 1);
      TestSpan span =
          TestSpan.scan(trace, number, scan.named ? "scan " + number : "")
              .from(scan.start, scan.start + scan.millis)
              .inside(scan.parent == 0 ? FOREIGN : scan.parent);
      traces.add(trace);
      spans.add(span.data());
    }
    for (DrawnSpan one : draw.spans) {
      int number = spans.size() + 1;
      int trace = one.parent == 0 ? one.start % TRACES + 1 : traces.get(one.parent - 1);
      TestSpan span =
          one.name.isEmpty()
              ? TestSpan.plain(trace, number)
              : TestSpan.phase(trace, number, one.name).with("scan.finding.count", one.count);
      if (one.key > 0) {
        span.with("scan.tenant.id", one.key % 2 == 0 ? "acme" : "").with("note", number);
      }
      if (one.key > 0 && !one.name.isEmpty()) {
        span.with("scan.id", "scan " + one.key);
      }
      traces.add(trace);
      spans.add(
          span.from(one.start, one.start + one.millis)
              .inside(one.parent == 0 ? STRANGER : one.parent)
              .data());
    }
    return spans;
  }

  @Provide
  Arbitrary<AssemblyLimits> limits() {
    return Arbitraries.of(AssemblyUnderTest.ROOMY, AssemblyUnderTest.FOLDING);
  }

  @Provide
  Arbitrary<Draw> draws() {
    Arbitrary<DrawnScan> scans =
        Combinators.combine(
                Arbitraries.integers().between(1, TRACES),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of(true, true, false),
                Arbitraries.integers().between(0, 50),
                Arbitraries.integers().between(0, 50))
            .as(DrawnScan::new);
    Arbitrary<DrawnSpan> spans =
        Combinators.combine(
                Arbitraries.of("ingest", "analyze", "warm-up", ""),
                Arbitraries.integers().between(0, 40),
                Arbitraries.integers().between(0, 100),
                Arbitraries.integers().between(0, 30),
                Arbitraries.of(0, 0, 0, 1, 2, 3, 9),
                Arbitraries.longs().between(0, 9))
            .as(DrawnSpan::new);
    return Combinators.combine(scans.list().ofMinSize(1).ofMaxSize(4), spans.list().ofMaxSize(12))
        .as(AnyOrderPropertyTest::parentsFirst);
  }

  /** Parents are 0 for a span that never arrives, else the number of a span that comes before. */
  private static Draw parentsFirst(List<DrawnScan> scans, List<DrawnSpan> spans) {
    List<DrawnScan> drawnScans = new ArrayList<>();
    for (DrawnScan scan : scans) {
      int parent = scan.parent <= 14 ? 0 : scan.parent % (drawnScans.size() + 1);
      drawnScans.add(new DrawnScan(scan.trace, parent, scan.named, scan.start, scan.millis));
    }
    List<DrawnSpan> drawnSpans = new ArrayList<>();
    for (DrawnSpan one : spans) {
      int parent = one.parent % (scans.size() + drawnSpans.size() + 1);
      drawnSpans.add(new DrawnSpan(one.name, parent, one.start, one.millis, one.key, one.count));
    }
    return new Draw(drawnScans, drawnSpans);
  }
}
