package io.scanmetrics.benchmarks;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.assemble.ScanAssembler;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanEvent;
import io.scanmetrics.assemble.SpanRecord;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code JournalLoad PHASES short|lasts steady|busy WARM-UP SECONDS [FOLDER]}: what the agent's
 * thread does with scans up to where they are given out, and what the writer's does when they are
 * stored. Prints what a scan takes of the processor, in microseconds, with the journal in that
 * folder or without one.
 *
 * <p>What a scan tells comes in one pass of the thread, or in as many as there is to tell. Passes
 * come as soon after each other as in an agent, with as many phases as make 200 scans of six in a
 * second, or one right after the other.
 */
public final class JournalLoad {
  private static final long PASS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int PASSES_PER_BATCH = 50;
  private static final int PHASES_PER_PASS = 24;
  private static final Map<String, Object> RESOURCE = Map.of("service.version", "1.0");

  private static final List<String> NAMES =
      List.of("ingest", "analyze", "reachability", "vex", "sign", "publish");

  private final int phases;
  private final boolean lasts;
  private final boolean steady;
  private final ScanAssembler assembler;
  private final Spool spool;
  private final List<Mark> marks = new ArrayList<>();
  private final ArrayDeque<List<SpanEvent>> passes = new ArrayDeque<>();
  private long scans;

  private JournalLoad(Spool spool, int phases, boolean lasts, boolean steady) {
    this.steady = steady;
    this.phases = phases;
    this.lasts = lasts;
    this.spool = spool;
    this.assembler =
        new ScanAssembler(
            "acme",
            (scan, mark) -> marks.add(mark),
            spool,
            ScanAssembler.DEFAULT_ROWS_PER_PHASE,
            ScanListener.NONE,
            Silent.LOG);
  }

  /**
   * Runs it.
   *
   * @param arguments as above
   */
  public static void main(String[] arguments) {
    int phases = Integer.parseInt(arguments[0]);
    boolean lasts = arguments[1].equals("lasts");
    boolean steady = arguments[2].equals("steady");
    try (Spool spool =
        arguments.length > 5
            ? Spool.in(new SpoolConfig(Path.of(arguments[5]), Long.MAX_VALUE), Silent.LOG)
            : Spool.none()) {
      JournalLoad load = new JournalLoad(spool, phases, lasts, steady);
      load.run(Integer.parseInt(arguments[3]));
      System.out.printf("%.2f%n", load.run(Integer.parseInt(arguments[4])));
    }
  }

  private double run(int seconds) {
    long cpuBefore = cpuNanos();
    long scansBefore = scans;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long due = System.nanoTime();
    for (long pass = 1; due < end; pass++) {
      due = steady ? due + PASS_NANOS : System.nanoTime();
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      while (scans - scansBefore < pass * PHASES_PER_PASS / phases) {
        plan(scan());
      }
      List<SpanEvent> events = passes.poll();
      if (events != null) {
        events.forEach(assembler::take);
      }
      assembler.keep();
      if (pass % PASSES_PER_BATCH == 0) {
        spool.settle(marks);
        marks.clear();
      }
    }
    return (cpuNanos() - cpuBefore) / 1_000.0 / (scans - scansBefore);
  }

  private void plan(List<SpanEvent> events) {
    int needed = lasts ? events.size() : 1;
    while (passes.size() < needed) {
      passes.add(new ArrayList<>());
    }
    List<List<SpanEvent>> next = new ArrayList<>(passes);
    for (int i = 0; i < events.size(); i++) {
      next.get(lasts ? i : 0).add(events.get(i));
    }
  }

  private List<SpanEvent> scan() {
    long span = ++scans * 1_000;
    String traceId = "%032x".formatted(scans);
    SpanRecord scan =
        span(traceId, span, null, Map.of(ScanAttribute.SCAN_ID.key(), "scan-" + scans));
    List<SpanEvent> events = new ArrayList<>();
    events.add(new SpanEvent.ScanStarted(() -> scan, scan));
    for (int i = 0; i < phases; i++) {
      span++;
      String phase = NAMES.get(i % NAMES.size());
      events.add(
          new SpanEvent.PhaseEnded(
              span(traceId, span, scan.spanId(), Map.of(ScanSpans.PHASE_NAME, phase))));
    }
    events.add(new SpanEvent.ScanEnded(scan));
    return events;
  }

  private static SpanRecord span(
      String traceId, long id, @Nullable String parent, Map<String, Object> attributes) {
    long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return new SpanRecord(
        traceId,
        "%016x".formatted(id),
        parent,
        micros,
        micros + 1,
        null,
        attributes,
        RESOURCE,
        false);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private enum Silent implements ExporterLog {
    LOG;

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {
      throw new IllegalStateException(message);
    }
  }
}
