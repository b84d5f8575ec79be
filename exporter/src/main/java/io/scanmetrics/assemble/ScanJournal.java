package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final int NEVER = Integer.MIN_VALUE;

  /** How often in one file it is noted what executions share: more would be its largest part. */
  private static final int MOST_FOLDED_NOTES = 1_000;

  private final Spool spool;
  private final String tenant;
  private final LineWriter lines = new LineWriter();
  private final PendingLines pending = new PendingLines();
  private final Map<KnownScan, Track> scans = new HashMap<>();
  private final Map<KnownTrace, Awaiting> traces = new HashMap<>();

  /** Scans whose shared rows say something else than there is in the file. */
  private final Set<KnownScan> folding = new LinkedHashSet<>();

  private int renewedIn;
  private boolean skipped;

  /** What there is on disk. */
  private static class Track {
    final String file;

    /** The spool's epoch in which all that is known is in the file. */
    int wholeIn = NEVER;

    /** The spans in the file, as phases or between them and the scan. */
    final Set<SpanNode> spans = new HashSet<>();

    /** The scan's span as it stands in the file. */
    @Nullable SpanRecord span;

    /** How often it stands in the file what executions share. */
    int foldedNotes;

    /** Whether the file may be there. */
    boolean made;

    /** Whether there was no room for it. */
    boolean refused;

    /** What the scan had in the spool when it was last given out; not under the lock. */
    volatile Mark handed = Mark.NONE;

    Track(String file) {
      this.file = file;
    }
  }

  /** The phases of one trace whose scan is not known. */
  private static final class Awaiting extends Track {
    final Set<KnownPhase> phases = new LinkedHashSet<>();

    Awaiting(String file) {
      super(file);
    }
  }

  /**
   * What a scan that is given out has on disk.
   *
   * @param track {@code null} if nothing
   * @param wholeIn the spool's epoch in which all that is known of the scan was noted
   */
  record Noted(@Nullable Track track, int wholeIn) {
    static final Noted NOTHING = new Noted(null, NEVER);
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
    Track track = new Track(scan.span().traceId() + "-" + scan.span().spanId());
    scans.put(scan, track);
    track.refused = isOn() && !spool.admits();
    note(track, () -> List.of(), () -> all(scan, track));
    return !track.refused;
  }

  /**
   * A phase belongs to another scan than before, to one at all, or to none any more.
   *
   * @param before {@code null} for none
   */
  void assigned(KnownPhase phase, @Nullable KnownScan before) {
    left(phase, before);
    KnownScan scan = phase.scan();
    Track track = scan == null ? null : scans.get(scan);
    if (scan == null) {
      awaits(phase);
    } else if (track != null) {
      note(track, () -> List.of(line(phase, track)), () -> all(scan, track));
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
    Track track = scans.get(scan);
    if (folding.remove(scan) && track != null) {
      track.foldedNotes++;
      if (track.foldedNotes > MOST_FOLDED_NOTES) {
        track.wholeIn = NEVER;
      }
      note(track, () -> foldedLines(scan), () -> all(scan, track));
    }
  }

  private void left(KnownPhase phase, @Nullable KnownScan before) {
    Track left = before == null ? null : scans.get(before);
    if (before != null && left != null) {
      SpanRecord span = phase.span();
      note(
          left,
          () -> {
            pending.leave(left.file);
            return List.of(lines.phaseLeft(span.traceId(), span.spanId()));
          },
          () -> all(before, left));
      timesChange(before);
    }
  }

  private List<byte[]> foldedLines(KnownScan scan) {
    return ScanComposer.folded(scan).stream().map(span -> lines.phase(span, List.of())).toList();
  }

  /** A phase has ended whose scan is not known. */
  void awaits(KnownPhase phase) {
    Awaiting track = traces.get(phase.trace());
    if (track == null) {
      track = new Awaiting(phase.trace().id() + "-phases");
      track.refused = isOn() && !spool.admits();
      traces.put(phase.trace(), track);
    }
    Awaiting all = track;
    if (all.phases.add(phase)) {
      note(all, () -> List.of(line(phase, all)), () -> all(all));
    }
  }

  /** Its scan is known by now, or nobody waits for it any more. */
  void noLongerAwaits(KnownPhase phase) {
    Awaiting track = traces.get(phase.trace());
    if (track != null && track.phases.remove(phase) && track.phases.isEmpty()) {
      traces.remove(phase.trace());
      if (track.made) {
        pending.drop(track.file);
      }
    }
  }

  /** A scan runs, and was looked at. */
  void seen(KnownScan scan) {
    Track track = scans.get(scan);
    if (track != null) {
      boolean same = scan.span().equals(track.span);
      byte[] seen = lines.seen(scan.progress());
      note(
          track,
          () -> same ? List.of(seen) : List.of(line(scan, track), seen),
          () -> all(scan, track));
    }
  }

  /** A scan is over. */
  void over(KnownScan scan) {
    Track track = scans.get(scan);
    if (track != null) {
      note(track, () -> itself(scan, track), () -> all(scan, track));
      timesChange(scan);
    }
  }

  /** A span has become known that changes what the phases of a scan are nested in. */
  void nestingChanged(KnownScan scan, KnownTrace trace, SpanNode span) {
    Track track = scans.get(scan);
    if (track != null) {
      note(
          track,
          () -> List.of(lines.spans(trace.id(), withThoseAbove(trace, span, track))),
          () -> all(scan, track));
      timesChange(scan);
    }
  }

  /**
   * A scan that is over is given out, maybe not for the first time. Once the store has it the file
   * is gone, so what comes later is noted together with all the rest.
   */
  Noted givenOut(KnownScan scan) {
    Track track = scans.get(scan);
    if (track == null || scan.stage() == KnownScan.Stage.OPEN) {
      return Noted.NOTHING;
    }
    noteFolded(scan);
    if (track.wholeIn != spool.epoch()) {
      note(track, () -> List.of(), () -> all(scan, track));
    }
    pending.finish(track.file);
    Noted noted = new Noted(track, track.wholeIn);
    track.wholeIn = NEVER;
    return noted;
  }

  /** Nothing more comes of that scan. */
  void forgotten(KnownScan scan) {
    folding.remove(scan);
    scans.remove(scan);
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
        (scan, track) -> {
          if (track.wholeIn != now && scan.stage() == KnownScan.Stage.OPEN) {
            note(track, () -> List.of(), () -> all(scan, track));
          }
        });
    traces
        .values()
        .forEach(
            track -> {
              if (track.wholeIn != now) {
                note(track, () -> List.of(), () -> all(track));
              }
            });
  }

  /** What was noted may not have been written: all of it is noted anew. */
  void doubt() {
    scans.values().forEach(track -> track.wholeIn = NEVER);
    traces.values().forEach(track -> track.wholeIn = NEVER);
    renewedIn = NEVER;
  }

  /** Whether so much is to be written that there will soon be no room for more. */
  boolean isOverfull() {
    return pending.isOverfull();
  }

  /** What is to be written now. */
  List<Change> take() {
    return pending.take();
  }

  /** The mark that goes with a scan that was given out, once everything is written. */
  Mark hand(Noted noted) {
    Track track = noted.track;
    if (track == null) {
      return Mark.NONE;
    }
    if (track.refused) {
      return Mark.REFUSED;
    }
    Mark mark = spool.hand(track.file, noted.wholeIn == spool.epoch());
    if (mark != Mark.NONE) {
      track.handed = mark;
    }
    return mark;
  }

  private boolean isOn() {
    return spool.epoch() != Spool.OFF;
  }

  private void note(Track track, Supplier<List<byte[]>> more, Supplier<List<byte[]>> all) {
    int now = spool.epoch();
    int wholeIn = track.wholeIn;
    track.wholeIn = NEVER;
    if (track.refused) {
      return;
    }
    if (now == Spool.OFF || pending.isFull()) {
      skipped = true;
    } else if (wholeIn == now) {
      more.get().forEach(line -> pending.grow(track.file, line));
      track.wholeIn = now;
    } else {
      track.spans.clear();
      track.foldedNotes = 0;
      track.made = true;
      pending.make(track.file, all.get(), () -> track.handed);
      track.wholeIn = now;
    }
  }

  private List<byte[]> all(KnownScan scan, Track track) {
    List<byte[]> all = new ArrayList<>();
    all.add(lines.header(tenant));
    all.addAll(itself(scan, track));
    if (!scan.withdrawn().isEmpty()) {
      pending.leave(track.file);
    }
    for (String left : scan.withdrawn()) {
      all.add(lines.phaseLeft(scan.span().traceId(), left));
    }
    scan.phases().forEach(phase -> all.add(line(phase, track)));
    all.addAll(foldedLines(scan));
    return all;
  }

  private List<byte[]> all(Awaiting track) {
    List<byte[]> all = new ArrayList<>();
    all.add(lines.header(tenant));
    track.phases.forEach(phase -> all.add(line(phase, track)));
    return all;
  }

  /** The scan without its phases. */
  private List<byte[]> itself(KnownScan scan, Track track) {
    byte[] line = line(scan, track);
    return scan.stage() == KnownScan.Stage.ENDED
        ? List.of(line)
        : List.of(line, lines.seen(scan.progress()));
  }

  private byte[] line(KnownScan scan, Track track) {
    track.span = scan.span();
    return lines.scan(
        switch (scan.stage()) {
          case OPEN -> LineFormat.Event.STARTED;
          case ENDED -> LineFormat.Event.ENDED;
          case ABANDONED -> LineFormat.Event.ABORTED;
        },
        scan.span());
  }

  private byte[] line(KnownPhase phase, Track track) {
    track.spans.add(phase.node());
    SpanNode above = above(phase.trace(), phase.node());
    return lines.phase(phase.span(), withThoseAbove(phase.trace(), above, track));
  }

  /** Up to where all that is known is in the file already. */
  private static List<SpanNode> withThoseAbove(
      KnownTrace trace, @Nullable SpanNode span, Track track) {
    List<SpanNode> path = new ArrayList<>();
    SpanNode next = span;
    while (next != null && track.spans.add(next)) {
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
