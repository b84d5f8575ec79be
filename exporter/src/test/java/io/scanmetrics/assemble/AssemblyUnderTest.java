package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An assembly with a clock that the test moves, and what comes out of it. */
final class AssemblyUnderTest {
  static final AssemblyLimits ROOMY =
      new AssemblyLimits(
          10_000,
          1_000,
          Duration.ofMinutes(10),
          1_000_000,
          1_000_000,
          100_000,
          1_000,
          1_000,
          1_000);

  /** Where a phase has two rows in a scan, and one more for all other executions. */
  static final AssemblyLimits FOLDING =
      new AssemblyLimits(
          10_000, 1_000, Duration.ofMinutes(10), 1_000_000, 1_000_000, 100_000, 2, 1_000, 1_000);

  final Heard heard = new Heard();
  final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final List<Scan> out = new ArrayList<>();

  /** In the order of {@link #versions}. */
  final List<Mark> marks = new ArrayList<>();

  private long nanoTime = 42;
  private final Spool spool;
  private final ScanJournal journal;
  private final Assembly assembly;

  AssemblyUnderTest() {
    this(ROOMY);
  }

  AssemblyUnderTest(AssemblyLimits limits) {
    this("00000000-0000-0000-0000-000000000000", limits);
  }

  AssemblyUnderTest(String tenant, AssemblyLimits limits) {
    this(tenant, limits, Spool.none());
  }

  AssemblyUnderTest(String tenant, AssemblyLimits limits, Spool spool) {
    this.spool = spool;
    journal = new ScanJournal(spool, tenant);
    assembly =
        new Assembly(
            DefaultTenant.of(tenant), heard, limits, () -> nanoTime, this::now, followed, journal);
  }

  /** What those spans are to an exporter that gets them in one batch. */
  static List<Scan> of(TestSpan... spans) {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.ended(spans);
    return assembly.latest();
  }

  AssemblyUnderTest ended(TestSpan... spans) {
    for (TestSpan span : spans) {
      take(endOf(span.data()));
    }
    giveOut();
    return this;
  }

  AssemblyUnderTest started(TestSpan scan) {
    take(startOfScan(scan.data()));
    giveOut();
    return this;
  }

  /** What the clock on the wall shows. */
  Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime);
  }

  AssemblyUnderTest began(TestSpan phase) {
    take(startOf(phase.data()));
    return this;
  }

  static SpanEvent startOf(SpanRecord phase) {
    return new SpanEvent.PhaseStarted(
        phase.traceId(), phase.spanId(), phase.parentSpanId(), () -> phase);
  }

  static SpanEvent startOfScan(SpanRecord scan) {
    return new SpanEvent.ScanStarted(() -> scan, scan);
  }

  void take(SpanEvent event) {
    assembly.take(event);
  }

  void giveOut() {
    List<Assembled> ready = new ArrayList<>();
    assembly.giveOut(ready);
    keep();
    for (Assembled one : ready) {
      out.add(one.scan());
      marks.add(journal.hand(one.noted()));
    }
  }

  /** Writes what was taken, and gives out nothing. */
  void keep() {
    journal.renew();
    journal.noteFolded();
    spool.write(
        journal.take(
            fault -> {
              throw fault;
            }));
  }

  void abandonOpenScans() {
    assembly.abandonOpenScans();
    giveOut();
  }

  void abandonAll() {
    assembly.abandonOpenScans();
    assembly.abandonAwaitingPhases();
    giveOut();
  }

  void pass(Duration time) {
    nanoTime += time.toNanos();
    giveOut();
  }

  /** Every version of every scan, in the order in which they came out. */
  List<Scan> versions() {
    return out;
  }

  /** The last version of each scan, in the order in which the scans first came out. */
  List<Scan> latest() {
    Map<String, Scan> bySpan = new LinkedHashMap<>();
    out.forEach(scan -> bySpan.put(scan.traceId() + scan.spanId(), scan));
    return List.copyOf(bySpan.values());
  }

  Scan only() {
    List<Scan> latest = latest();
    if (latest.size() != 1) {
      throw new AssertionError("Not one scan: " + latest);
    }
    return latest.get(0);
  }

  static SpanEvent endOf(SpanRecord span) {
    if (TestSpan.isPhase(span)) {
      return new SpanEvent.PhaseEnded(span);
    }
    return TestSpan.isScan(span)
        ? new SpanEvent.ScanEnded(span)
        : new SpanEvent.SpanSeen(span.traceId(), span.spanId(), span.parentSpanId());
  }

  /** Counts what a listener hears. */
  static final class Heard implements ScanListener {
    int started;
    final List<String> phasesFinished = new ArrayList<>();
    final List<Outcome> scansFinished = new ArrayList<>();
    final List<String> orphans = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final List<ScanAttribute> unfit = new ArrayList<>();

    @Override
    public void scanStarted() {
      started++;
    }

    @Override
    public void phaseFinished(PhaseName phase, boolean success, long micros, SpanRef span) {
      phasesFinished.add(span.spanId());
    }

    @Override
    public void scanFinished(Scan scan, SpanRef span) {
      scansFinished.add(scan.outcome());
    }

    @Override
    public void phaseOrphaned(String phaseName) {
      orphans.add(phaseName);
    }

    @Override
    public void phaseRefused(String phaseName) {
      refused.add(phaseName);
    }

    @Override
    public void valueUnfit(ScanAttribute attribute) {
      unfit.add(attribute);
    }
  }
}
