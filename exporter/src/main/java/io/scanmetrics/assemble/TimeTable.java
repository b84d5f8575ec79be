package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who ran when in one trace. Tells the scan of a phase that is adrift, for want of anything better:
 * where the spans between the two are not recorded. For one thread at a time.
 *
 * <p>A scan may be meant if it ran when the phase started. Spans that do not hang together may have
 * clocks that differ a little, so the edges are not taken too exactly; of scans that follow each
 * other closely, one that the phase only touches is not meant. Of scans that ran at the same time
 * none is preferred: a phase without a scan is better than a phase of the wrong one.
 */
final class TimeTable {
  /** How far clocks may differ. */
  private static final long SLACK_MICROS = 100;

  private final Set<KnownScan> unended = new LinkedHashSet<>();

  /** By their end: few have ended since a phase started that is looked at. */
  private final TreeMap<SpanTime, KnownScan> ended = new TreeMap<>();

  private final TreeMap<SpanTime, KnownPhase> adrift = new TreeMap<>();

  void begun(KnownScan scan) {
    unended.add(scan);
  }

  void ended(KnownScan scan) {
    unended.remove(scan);
    ended.put(endOf(scan), scan);
  }

  void remove(KnownScan scan) {
    unended.remove(scan);
    ended.remove(endOf(scan), scan);
  }

  void add(KnownPhase phase) {
    adrift.put(phase.start(), phase);
  }

  void remove(KnownPhase phase) {
    if (!adrift.isEmpty()) {
      adrift.remove(phase.start());
    }
  }

  /** The only scan that can be meant; {@code null} if there is none, or several. */
  @Nullable KnownScan scanOf(KnownPhase phase) {
    long micros = phase.startMicros();
    List<KnownScan> ran = new ArrayList<>(unended);
    ran.addAll(ended.tailMap(new SpanTime(micros - SLACK_MICROS, "")).values());
    ran.removeIf(scan -> scan.span().startMicros() - SLACK_MICROS > micros);
    if (ran.size() > 1) {
      ran.removeIf(scan -> onlyTouches(phase, scan));
    }
    return ran.size() == 1 ? ran.get(0) : null;
  }

  /** The phases adrift that this scan has a bearing on by its start or its end, and some more. */
  Collection<KnownPhase> adriftSince(KnownScan scan) {
    return List.copyOf(sinceStart(scan).values());
  }

  /** All phases adrift. */
  Collection<KnownPhase> adrift() {
    return List.copyOf(adrift.values());
  }

  /** The phases that ran while this scan did and that cannot be told to be its own. */
  Collection<KnownPhase> undecidedBeside(KnownScan scan) {
    long end = end(scan);
    long last = end == Long.MAX_VALUE ? end : end + SLACK_MICROS;
    return sinceStart(scan).values().stream()
        .takeWhile(phase -> phase.startMicros() <= last)
        .filter(phase -> phase.scan() == null)
        .toList();
  }

  private SortedMap<SpanTime, KnownPhase> sinceStart(KnownScan scan) {
    return adrift.tailMap(new SpanTime(scan.span().startMicros() - SLACK_MICROS, ""));
  }

  private static boolean onlyTouches(KnownPhase phase, KnownScan scan) {
    long start = phase.startMicros();
    long end = Math.max(phase.endMicros(), start + 1);
    long common = Math.min(end, end(scan)) - Math.max(start, scan.span().startMicros());
    return common <= SLACK_MICROS && 2 * common < end - start;
  }

  private static SpanTime endOf(KnownScan scan) {
    return new SpanTime(scan.span().endMicros(), scan.span().spanId());
  }

  private static long end(KnownScan scan) {
    return scan.stage() == KnownScan.Stage.ENDED ? scan.span().endMicros() : Long.MAX_VALUE;
  }
}
