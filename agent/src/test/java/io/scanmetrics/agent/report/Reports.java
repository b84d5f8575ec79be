package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.Percentile;
import io.scanmetrics.store.postgres.report.Period;
import io.scanmetrics.store.postgres.report.PhaseBreakdown;
import io.scanmetrics.store.postgres.report.PhaseFigures;
import io.scanmetrics.store.postgres.report.PhaseRun;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.ScanStory;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports as they might have been read. */
public final class Reports {
  public static final Instant NOW = Instant.parse("2026-11-23T05:40:07Z");
  public static final UUID TENANT = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private Reports() {}

  /** Of a week without scans. */
  public static ScanReport empty() {
    return of(new SloFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, null, null), breakdown(0, null), List.of());
  }

  /** Of a hundred scans, the slowest ten of which are that one. */
  public static ScanReport slowest(ScanStory scan) {
    return of(
        hundred(60, 90, 0, 90_000.0, 400_000.0),
        breakdown(100, null),
        List.of(),
        Collections.nCopies(10, scan));
  }

  public static ScanReport of(SloFigures total, PhaseBreakdown phases, List<LostScans> lost) {
    return of(total, phases, lost, List.of());
  }

  private static ScanReport of(
      SloFigures total, PhaseBreakdown phases, List<LostScans> lost, List<ScanStory> slowest) {
    Period period = new Period(NOW.minus(Duration.ofDays(7)), NOW, Duration.ofHours(12));
    return new ScanReport(
        NOW,
        period,
        null,
        null,
        true,
        total,
        List.of(),
        List.of(),
        phases,
        lost,
        total.lost(),
        slowest,
        List.of(),
        List.of(),
        0,
        List.of());
  }

  /** A hundred scans; what is neither fast nor lost took longer than 300 s. */
  public static SloFigures hundred(
      long under120, long under300, long failed, @Nullable Double p50, @Nullable Double p95) {
    return new SloFigures(
        100, 100 - failed, failed, 0, 0, under120, 0, under300, 0, exactly(p50), exactly(p95));
  }

  private static Percentile exactly(@Nullable Double millis) {
    return new Percentile(millis, millis == null ? NEVER : millis);
  }

  /** With a slowest tenth that takes that many milliseconds longer than the others. */
  public static PhaseBreakdown breakdown(
      long scans, @Nullable Double slowExtra, PhaseFigures... phases) {
    return new PhaseBreakdown(
        scans, scans / 10, 240_000L, slowExtra, scans, List.of(phases), List.of());
  }

  public static PhaseFigures phase(String name, double share, @Nullable Double slowExtra) {
    return new PhaseFigures(name, 100, share, 52_000, 90_000, slowExtra);
  }

  /** A scan that started now. */
  public static ScanStory scan(@Nullable Duration took, PhaseRun... phases) {
    return scan(took, null, null, phases);
  }

  /** A scan that was in a phase at its end, as long after its start. */
  public static ScanStory scan(
      @Nullable Duration took,
      @Nullable String phaseAtEnd,
      @Nullable Duration since,
      PhaseRun... phases) {
    return new ScanStory(
        "nightly",
        TENANT,
        "acme",
        false,
        "succeeded",
        NOW,
        took,
        phaseAtEnd,
        since == null ? null : NOW.plus(since),
        null,
        null,
        null,
        1,
        null,
        List.of(phases),
        phases.length);
  }

  /** An execution of a phase, in seconds from the start of its scan. */
  public static PhaseRun run(String name, double from, @Nullable Double to) {
    return run(name, from, to, true);
  }

  public static PhaseRun run(String name, double from, @Nullable Double to, boolean success) {
    return new PhaseRun(
        name, after(from), to == null ? null : after(to), success, success ? null : "Fault", null);
  }

  private static Instant after(double seconds) {
    return NOW.plusMillis(Math.round(seconds * 1_000));
  }
}
