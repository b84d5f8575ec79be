package io.scanmetrics.assemble;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.AnyOrderPropertyTest.Draw;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.journal.SpooledScans;
import io.scanmetrics.testing.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whenever a process dies, what comes of its files is what would have come of the scans in it. */
class JournalPropertyTest {
  private boolean folding;

  /** Of the marks that were given out, how many were given back. */
  private int released;

  private Path folder = Path.of("");
  private Spool spool = Spool.none();
  private AssemblyUnderTest assembly = new AssemblyUnderTest();

  @BeforeTry
  void begin() throws IOException {
    begin(AssemblyUnderTest.ROOMY);
  }

  private void begin(AssemblyLimits limits) throws IOException {
    released = 0;
    folding = limits.equals(AssemblyUnderTest.FOLDING);
    folder = Files.createTempDirectory("journal");
    spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), new Silent());
    assembly = new AssemblyUnderTest("00000000-0000-0000-0000-000000000000", limits, spool);
  }

  @AfterTry
  void end() throws IOException {
    spool.close();
    Folders.remove(folder);
  }

  @Property(tries = 500)
  void aProcessThatDiesLeavesWhatItHasFolded(@ForAll("draws") Draw draw, @ForAll Random random)
      throws IOException {
    Assume.that(draw.scans().stream().allMatch(AnyOrderPropertyTest.DrawnScan::named));
    end();
    begin(AssemblyUnderTest.FOLDING);
    aProcessThatDiesLeavesWhatItKnew(draw, random);
  }

  @Property(tries = 500)
  void aProcessThatDiesLeavesWhatItKnew(@ForAll("draws") Draw draw, @ForAll Random random) {
    List<SpanRecord> spans = AnyOrderPropertyTest.spans(draw);
    for (SpanRecord span : spans.subList(0, draw.scans().size())) {
      if (random.nextInt(4) > 0) {
        assembly.take(AssemblyUnderTest.startOfScan(span));
      }
    }
    List<SpanRecord> ends = new ArrayList<>(spans);
    if (random.nextBoolean()) {
      Collections.shuffle(ends, random);
    }
    for (SpanRecord span : ends.subList(0, random.nextInt(ends.size() + 1))) {
      assembly.take(AssemblyUnderTest.endOf(span));
      if (random.nextInt(3) == 0) {
        keepOrGiveOut(random);
        releaseSome(random);
      }
    }
    keepOrGiveOut(random);

    assertLeftIsWhatWasKnown();
  }

  private void keepOrGiveOut(Random random) {
    if (random.nextBoolean()) {
      assembly.keep();
    } else {
      assembly.giveOut();
    }
  }

  /** So that these scans are on disk alone. */
  private void releaseSome(Random random) {
    while (released < assembly.marks.size() && random.nextBoolean()) {
      spool.release(assembly.marks.get(released));
      released++;
    }
  }

  private void assertLeftIsWhatWasKnown() {
    Map<String, Scan> left = left();

    assembly.abandonOpenScans();
    Map<String, Scan> known = new HashMap<>();
    assembly.latest().forEach(scan -> known.put(fileOf(scan), unseen(scan)));
    assertThat(left).isEqualTo(known);
  }

  @Property(tries = 200)
  void aTornFileGivesWhatWasWrittenBefore(@ForAll("draws") Draw draw, @ForAll Random random) {
    List<SpanRecord> spans = AnyOrderPropertyTest.spans(draw);
    for (SpanRecord span : spans.subList(0, draw.scans().size())) {
      assembly.take(AssemblyUnderTest.startOfScan(span));
    }
    spans
        .subList(draw.scans().size(), spans.size())
        .forEach(span -> assembly.take(AssemblyUnderTest.endOf(span)));
    assembly.giveOut();

    SpooledScans.in(folder)
        .forEach(
            (name, bytes) -> {
              int cut = random.nextInt(bytes.length);
              byte[] torn = Arrays.copyOf(bytes, cut);
              int whole = new String(torn, StandardCharsets.US_ASCII).lastIndexOf('\n') + 1;

              Replay replay = Replay.of(torn);

              assertThat(replay).isEqualTo(Replay.of(Arrays.copyOf(bytes, whole)));
              if (!name.endsWith("-phases")) {
                assertThat(replay.fault()).isNull();
              }
            });
  }

  /** Of the two inner phases only one names a scan, and that is one that nobody knows. */
  @Example
  void aPhaseThatLeftItsScanStillLeadsOthersToIt() {
    assembly.take(AssemblyUnderTest.startOfScan(TestSpan.scan(1, 1, "").data()));
    assembly.ended(
        TestSpan.phase(1, 2, "ingest").inside(1),
        TestSpan.phase(1, 3, "analyze").with("scan.id", "another").inside(2),
        TestSpan.phase(1, 4, "vex").inside(3),
        TestSpan.phase(1, 5, "sign").with("scan.id", "unknown").inside(3));
    assembly.started(TestSpan.scan(2, 6, "another"));

    Map<String, Scan> left = left();

    assertThat(requireNonNull(left.get(fileOf(1, 1))).phases())
        .extracting(PhaseExecution::spanId, PhaseExecution::parentSpanId)
        .containsExactlyInAnyOrder(
            tuple(TestSpan.spanId(2), null),
            tuple(TestSpan.spanId(4), TestSpan.spanId(2)),
            tuple(TestSpan.spanId(5), TestSpan.spanId(2)));
    assertThat(requireNonNull(left.get(fileOf(2, 6))).phases())
        .extracting(PhaseExecution::spanId)
        .containsExactly(TestSpan.spanId(3));
  }

  @Example
  void theTimeOfWhatSharesARowEndsWithTheScan() throws IOException {
    end();
    begin(AssemblyUnderTest.FOLDING);
    TestSpan scan = TestSpan.scan(1, 1, "one").from(0, 100);
    assembly.started(scan);
    assembly.ended(
        TestSpan.phase(1, 2, "ingest").inside(1).from(0, 10),
        TestSpan.phase(1, 3, "ingest").inside(1).from(20, 30),
        TestSpan.phase(1, 4, "ingest").inside(1).from(90, 150));

    assembly.ended(scan);

    assertLeftIsWhatWasKnown();
  }

  /** What would be recovered from each file. */
  private Map<String, Scan> left() {
    Map<String, Scan> left = new HashMap<>();
    SpooledScans.in(folder)
        .forEach(
            (name, bytes) -> {
              Replay replay = Replay.of(bytes);
              if (name.endsWith("-phases")) {
                assertThat(replay.fault()).contains("not known when");
              } else {
                assertThat(replay.fault()).as("%s", name).isNull();
                left.put(name, unseen(requireNonNull(replay.scan())));
              }
            });
    return left;
  }

  /** When a scan that died was last seen, a process that died could not tell. */
  private Scan unseen(Scan scan) {
    // A row that was noted and is shared now is withdrawn, whether the store had it or not.
    Scan same = folding ? scan.withdrawing(Set.of()) : scan;
    return same.finishedAt() == null ? same.with(Progress.seenAt(Instant.EPOCH)) : same;
  }

  private static String fileOf(Scan scan) {
    return scan.traceId() + "-" + scan.spanId();
  }

  private static String fileOf(int trace, int span) {
    return TestSpan.traceId(trace) + "-" + TestSpan.spanId(span);
  }

  @Provide
  Arbitrary<Draw> draws() {
    return new AnyOrderPropertyTest().draws();
  }

  /** Nothing is to be said. */
  static final class Silent implements ExporterLog {
    @Override
    public void info(String message) {
      throw new AssertionError(message);
    }

    @Override
    public void warn(String message) {
      throw new AssertionError(message);
    }
  }
}
