package io.scanmetrics.assemble;

import io.scanmetrics.journal.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a file that was written while its scan was assembled: the same scan, made by the
 * same assembling. Exactly one of its components is there, or none if the file says nothing, which
 * happens when the process died as soon as it had made it.
 *
 * @param scan as of the last line; aborted if it had not ended
 * @param fault why there is no scan although there is something in the file, in words for people
 */
public record Replay(@Nullable Scan scan, @Nullable String fault) {
  private static final Replay NOTHING = new Replay(null, null);

  private static final AssemblyLimits BOUNDLESS =
      new AssemblyLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Duration.ofDays(1),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  /** Assembles the scan of that file. */
  public static Replay of(Kept kept) {
    return kept.fault() == null ? of(kept.lines()) : fault(kept.fault());
  }

  /** What is added to a file that can never be stored, for people to read. */
  public static byte[] lastLine(String reason) {
    return new LineWriter().setAside(reason, Instant.now());
  }

  static Replay of(byte[] file) {
    LineReader lines;
    try {
      lines = LineReader.read(file);
    } catch (LineReader.DamagedException e) {
      return fault(String.valueOf(e.getMessage()));
    }
    SpanRecord span = lines.scan();
    if (span == null) {
      int phases = lines.phases().size();
      return phases == 0
          ? NOTHING
          : fault(phases + " phases of a scan that was not known when their process died");
    }
    return scan(lines, span);
  }

  private static Replay scan(LineReader lines, SpanRecord span) {
    Set<String> followed = new HashSet<>();
    Assembly assembly =
        new Assembly(
            DefaultTenant.of(lines.tenant()),
            ScanListener.NONE,
            BOUNDLESS,
            () -> 0,
            () -> Instant.EPOCH,
            followed,
            ScanJournal.none());
    assembly.take(new SpanEvent.ScanStarted(null, span));
    lines.phases().forEach(phase -> assembly.take(new SpanEvent.PhaseEnded(phase)));
    lines.spansBetween().forEach(assembly::take);
    if (lines.hasEnded()) {
      assembly.take(new SpanEvent.ScanEnded(span));
    }
    assembly.abandonOpenScans();
    List<Assembled> scans = new ArrayList<>();
    assembly.giveOut(scans);
    Scan scan = scans.size() == 1 ? scans.get(0).scan() : null;
    if (scan == null || scan.phases().size() != lines.phases().size()) {
      return fault("its phases do not belong together");
    }
    Scan whole = scan.withdrawing(lines.phasesLeft());
    Progress progress = lines.progress(scan.startedAt()).after(scan.phases());
    return new Replay(scan.finishedAt() == null ? whole.with(progress) : whole, null);
  }

  private static Replay fault(String reason) {
    return new Replay(null, reason);
  }
}
