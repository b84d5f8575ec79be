package io.scanmetrics.store.postgres.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a report tells, as it was at one moment.
 *
 * @param asOf that moment, by the clock of the database
 * @param tenant whose scans; {@code null} for all
 * @param tenantName the text that its scanners gave; {@code null} if there is none
 * @param anyEver whether any scan of these tenants had started by the end of the period
 * @param total over the whole period
 * @param steps only those in which scans started, in order
 * @param durations of scans that succeeded; only bands with scans, in order
 * @param lost in which ways scans failed or died, the most frequent first
 * @param lostSeen how many of those that failed or died these were told from: the latest ones
 * @param slowest scans that succeeded, the slowest first
 * @param failed scans that failed or died, the latest first
 * @param inFlight scans that run, replays too, whenever they started, the oldest first
 * @param inFlightCount of all of them
 * @param tenants the worst first; empty in a report about one
 */
public record ScanReport(
    Instant asOf,
    Period period,
    @Nullable UUID tenant,
    @Nullable String tenantName,
    boolean anyEver,
    SloFigures total,
    List<SloStep> steps,
    List<DurationBand> durations,
    PhaseBreakdown phases,
    List<LostScans> lost,
    long lostSeen,
    List<ScanStory> slowest,
    List<ScanStory> failed,
    List<ScanStory> inFlight,
    long inFlightCount,
    List<TenantFigures> tenants) {

  public ScanReport {
    steps = List.copyOf(steps);
    durations = List.copyOf(durations);
    lost = List.copyOf(lost);
    slowest = List.copyOf(slowest);
    failed = List.copyOf(failed);
    inFlight = List.copyOf(inFlight);
    tenants = List.copyOf(tenants);
  }
}
