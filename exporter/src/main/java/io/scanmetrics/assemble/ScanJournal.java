package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the {@link Assembly} learns of scans, for the {@link Spool} to have it on disk: lines
 * for each scan, and for each trace in which phases wait for their scan to be known.
 *
 * <p>Where a line is missing in a file, because the spool was off or the disk too slow, the file is
 * made anew with all that is known as soon as that is possible.
 *
 * <p>Needs the assembling's lock and never waits, but for {@link #hand}.
 */
final class ScanJournal {
  /** How often in one file it is noted what executions share: more would be its largest part. */
  private static final int MOST_FOLDED_NOTES = 1_000;

  private final Spool spool;
  private final String tenant;
  private final LineWriter lines = new LineWriter();
  private final PendingLines pending = new PendingLines();
  private final Map<KnownScan, JournalFile> scans = new HashMap<>();
  private final Map<KnownTrace, Awaiting> traces = new HashMap<>();

  /** Scans whose shared rows say something else than there is in the file. */
  private final Set<KnownScan> folding = new LinkedHashSet<>();

  private int renewedIn;
  private boolean skipped;

  /** Whether of a scan that is over there may be no more than memory has. */
  private boolean alone;

  /** The phases of one trace whose scan is not known. */
  private static final class Awaiting extends JournalFile {
    final Set<KnownPhase> phases = new LinkedHashSet<>();

    /** Whether there were others that may have moved to a scan. */
    boolean fewer;

    Awaiting(String name) {
      super(name);
    }
  }

  /**
   * What a scan that is given out has on disk.
   *
   * @param file {@code null} if nothing
   * @param wholeIn the spool's epoch in which all that is known of the scan was noted
   */
  record Noted(@Nullable JournalFile file, int wholeIn) {
    static final Noted NOTHING = new Noted(null, JournalFile.NEVER);
  }

  /**
   * @param tenant of scans that name none, as it was configured
   */
  ScanJournal(Spool spool, String tenant) {
    this.spool = spool;
    this.tenant = tenant;
    this.renewedIn = spool.epoch();
  }

  /** One that notes nothing. */
  static ScanJournal none() {
    return new ScanJournal(Spool.none(), "");
  }

  /**
   * A scan has become known.
   *
   * @return false if the spool has no room for it
   */
  boolean begun(KnownScan scan) {
    JournalFile file = new JournalFile(scan.span().traceId() + "-" + scan.span().spanId());
    scans.put(scan, file);
    file.refused = isOn() && !spool.admits();
    note(file, () -> List.of(), () -> all(scan, file));
    return !file.refused;
  }

  /**
   * A phase belongs to another scan than before, to one at all, or to none any more.
   *
   * @param before {@code null} for none
   */
  void assigned(KnownPhase phase, @Nullable KnownScan before) {
    left(phase, before);
    KnownScan scan = phase.scan();
    JournalFile file = scan == null ? null : scans.get(scan);
    if (scan == null) {
      awaits(phase);
    } else if (file != null) {
      note(file, () -> List.of(line(phase, file)), () -> all(scan, file));
      timesChange(scan);
      noLongerAwaits(phase);
    }
  }

  /** The same, but the phase only shares a row. */
  void assignedWithoutRow(KnownPhase phase, @Nullable KnownScan before) {
    left(phase, before);
    noLongerAwaits(phase);
  }

  /**
   * One more execution shares a row.
   *
   * @param hadRow whether it had one of its own so far
   */
  void folded(KnownScan scan, KnownPhase phase, boolean hadRow) {
    if (hadRow) {
      left(phase, scan);
    }
    folded(scan);
  }

  /** More executions share a row. */
  void folded(KnownScan scan) {
    folding.add(scan);
  }

  /** Shared rows say how their times differ from what all the others of the scan come to. */
  private void timesChange(KnownScan scan) {
    if (!scan.folded().isEmpty()) {
      folding.add(scan);
    }
  }

  /** Whether more executions share rows than there is in the files. */
  boolean isFolding() {
    return !folding.isEmpty();
  }

  /** Notes the rows that executions share, as they are by now. Costs as much as giving out. */
  void noteFolded() {
    List.copyOf(folding).forEach(this::noteFolded);
  }

  private void noteFolded(KnownScan scan) {
    JournalFile file = scans.get(scan);
    if (folding.remove(scan) && file != null) {
      file.foldedNotes++;
      if (file.foldedNotes > MOST_FOLDED_NOTES) {
        file.wholeIn = JournalFile.NEVER;
      }
      note(file, () -> foldedLines(scan), () -> all(scan, file));
    }
  }

  private void left(KnownPhase phase, @Nullable KnownScan before) {
    JournalFile left = before == null ? null : scans.get(before);
    if (before != null && left != null) {
      SpanRecord span = phase.span();
      note(
          left,
          () -> {
            left.leave();
            return List.of(lines.phaseLeft(span.traceId(), span.spanId()));
          },
          () -> all(before, left));
      timesChange(before);
    }
  }

  private List<byte[]> foldedLines(KnownScan scan) {
    List<byte[]> all = new ArrayList<>(0);
    for (SpanRecord span : ScanComposer.folded(scan)) {
      all.add(lines.phase(span, List.of()));
    }
    return all;
  }

  /** A phase has ended whose scan is not known. */
  void awaits(KnownPhase phase) {
    Awaiting file = traces.get(phase.trace());
    if (file == null) {
      file = new Awaiting(phase.trace().id() + "-phases");
      file.refused = isOn() && !spool.admits();
      traces.put(phase.trace(), file);
    }
    Awaiting all = file;
    if (all.phases.add(phase)) {
      note(all, () -> List.of(line(phase, all)), () -> all(all));
    }
  }

  /** Its scan is known by now, or nobody waits for it any more. */
  void noLongerAwaits(KnownPhase phase) {
    Awaiting file = traces.get(phase.trace());
    if (file == null || !file.phases.remove(phase)) {
      return;
    }
    file.fewer = true;
    if (file.phases.isEmpty()) {
      traces.remove(phase.trace());
      if (file.isMade()) {
        pending.drop(file);
      }
    }
  }

  /** A scan runs, and was looked at. */
  void seen(KnownScan scan) {
    JournalFile file = scans.get(scan);
    if (file != null) {
      boolean same = scan.span().equals(file.span);
      note(
          file,
          () -> {
            byte[] seen = lines.seen(scan.progress());
            return same ? List.of(seen) : List.of(line(scan, file), seen);
          },
          () -> all(scan, file));
    }
  }

  /** A scan is over. */
  void over(KnownScan scan) {
    JournalFile file = scans.get(scan);
    if (file != null) {
      file.over = true;
      note(file, () -> itself(scan, file), () -> all(scan, file));
      timesChange(scan);
    }
  }

  /** A span has become known that changes what the phases of a scan are nested in. */
  void nestingChanged(KnownScan scan, KnownTrace trace, SpanNode span) {
    JournalFile file = scans.get(scan);
    if (file != null) {
      note(
          file,
          () -> List.of(lines.spans(trace.id(), withThoseAbove(trace, span, file))),
          () -> all(scan, file));
      timesChange(scan);
    }
  }

  /**
   * A scan that is over is given out, maybe not for the first time. Once the store has it the file
   * is gone, so what comes later is noted together with all the rest.
   */
  Noted givenOut(KnownScan scan) {
    JournalFile file = scans.get(scan);
    if (file == null || scan.stage() == KnownScan.Stage.OPEN) {
      return Noted.NOTHING;
    }
    noteFolded(scan);
    if (file.wholeIn != spool.epoch()) {
      note(file, () -> List.of(), () -> all(scan, file));
    }
    Noted noted = new Noted(file, file.wholeIn);
    file.wholeIn = JournalFile.NEVER;
    file.givenOut = true;
    alone = false;
    return noted;
  }

  /** Nothing more comes of that scan, and what is known of it is about to go. */
  void forgotten(KnownScan scan) {
    folding.remove(scan);
    JournalFile file = scans.get(scan);
    if (file != null) {
      pending.settle(file);
      scans.remove(scan);
    }
  }

  /** Notes anew what may be gone from the disk, or was left out, of what is not given out yet. */
  void renew() {
    int now = spool.epoch();
    if (now == Spool.OFF || (now == renewedIn && !(skipped && pending.isEmpty()))) {
      return;
    }
    renewedIn = now;
    skipped = false;
    scans.forEach(
        (scan, file) -> {
          if (file.wholeIn != now && !file.givenOut) {
            note(file, () -> List.of(), () -> all(scan, file));
          }
        });
    traces
        .values()
        .forEach(
            file -> {
              if (file.wholeIn != now) {
                note(file, () -> List.of(), () -> all(file));
              }
            });
  }

  /** What was noted may not have been written: all of it is noted anew. */
  void doubt() {
    scans.values().forEach(file -> file.wholeIn = JournalFile.NEVER);
    traces.values().forEach(file -> file.wholeIn = JournalFile.NEVER);
    renewedIn = JournalFile.NEVER;
  }

  /** Whether so much is to be written that there will soon be no room for more. */
  boolean isOverfull() {
    return pending.isOverfull();
  }

  /** Whether of a scan that is over not all will be on disk when what is to be written now is. */
  boolean leavesScansAlone() {
    return alone || !isOn();
  }

  /**
   * What is to be written now.
   *
   * @param fault see {@link PendingLines#take}
   */
  List<Change> take(Consumer<RuntimeException> fault) {
    return pending.take(
        e -> {
          alone = true;
          fault.accept(e);
        });
  }

  /** The mark that goes with a scan that was given out, once everything is written. */
  Mark hand(Noted noted) {
    JournalFile file = noted.file;
    if (file == null) {
      return Mark.NONE;
    }
    if (file.refused && !file.isMade()) {
      return Mark.REFUSED;
    }
    Mark mark = spool.hand(file.name, !file.refused && noted.wholeIn == spool.epoch());
    if (mark != Mark.NONE) {
      file.handed = mark;
    }
    return mark;
  }

  private boolean isOn() {
    return spool.epoch() != Spool.OFF;
  }

  private void note(JournalFile file, Supplier<List<byte[]>> more, Supplier<List<byte[]>> all) {
    int now = spool.epoch();
    boolean grows = file.wholeIn == now && file.canGrow();
    file.wholeIn = JournalFile.NEVER;
    file.givenOut = false;
    if (file.refused || now == Spool.OFF || pending.isFull()) {
      alone |= file.over;
      skipped |= !file.refused;
      return;
    }
    if (!grows) {
      pending.make(file, all);
    } else if (file.isToBeMade()) {
      pending.expectLine(file);
    } else {
      grow(file, more);
    }
    file.wholeIn = now;
  }

  private void grow(JournalFile file, Supplier<List<byte[]>> more) {
    try {
      pending.grow(file, more.get());
    } catch (Throwable e) {
      // Too little memory, most likely: all is noted anew then.
      renewedIn = JournalFile.NEVER;
      throw e;
    }
  }

  private List<byte[]> all(KnownScan scan, JournalFile file) {
    List<byte[]> all = begun(file);
    all.addAll(itself(scan, file));
    if (!scan.withdrawn().isEmpty()) {
      file.leave();
    }
    for (String left : scan.withdrawn()) {
      all.add(lines.phaseLeft(scan.span().traceId(), left));
    }
    scan.phases().forEach(phase -> all.add(line(phase, file)));
    all.addAll(foldedLines(scan));
    folding.remove(scan);
    return all;
  }

  private List<byte[]> begun(JournalFile file) {
    file.spans.clear();
    file.foldedNotes = 0;
    List<byte[]> all = new ArrayList<>();
    all.add(lines.header(tenant));
    return all;
  }

  private List<byte[]> all(Awaiting file) {
    List<byte[]> all = begun(file);
    if (file.fewer) {
      file.leave();
    }
    file.phases.forEach(phase -> all.add(line(phase, file)));
    return all;
  }

  /** The scan without its phases. */
  private List<byte[]> itself(KnownScan scan, JournalFile file) {
    byte[] line = line(scan, file);
    return scan.stage() == KnownScan.Stage.ENDED
        ? List.of(line)
        : List.of(line, lines.seen(scan.progress()));
  }

  private byte[] line(KnownScan scan, JournalFile file) {
    file.span = scan.span();
    return lines.scan(
        switch (scan.stage()) {
          case OPEN -> LineFormat.Event.STARTED;
          case ENDED -> LineFormat.Event.ENDED;
          case ABANDONED -> LineFormat.Event.ABORTED;
        },
        scan.span());
  }

  private byte[] line(KnownPhase phase, JournalFile file) {
    file.spans.add(phase.node());
    SpanNode above = above(phase.trace(), phase.node());
    return lines.phase(phase.span(), withThoseAbove(phase.trace(), above, file));
  }

  /** Up to where all that is known is in the file already. */
  private static List<SpanNode> withThoseAbove(
      KnownTrace trace, @Nullable SpanNode span, JournalFile file) {
    List<SpanNode> path = new ArrayList<>();
    SpanNode next = span;
    while (next != null && file.spans.add(next)) {
      path.add(next);
      next = above(trace, next);
    }
    return path;
  }

  private static @Nullable SpanNode above(KnownTrace trace, SpanNode node) {
    String parent = node.parentSpanId();
    return parent == null ? null : trace.span(parent);
  }
}
