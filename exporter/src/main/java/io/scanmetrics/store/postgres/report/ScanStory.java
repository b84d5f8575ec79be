package io.scanmetrics.store.postgres.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One scan with its phases. Texts are as the scanner gave them, cut where they are long.
 *
 * @param id as the scanner gave it; its UUID if that was one
 * @param outcome {@code running}, {@code succeeded}, {@code failed} or {@code aborted}, as it reads
 *     now
 * @param took until it finished, was last seen, or until now if it runs; {@code null} if it died
 *     without a sign of life
 * @param phaseAtEnd in which it runs, or was when it died; {@code null} if nobody knows
 * @param phaseAtEndSince when that began
 * @param phases by their order; of very many the first ones
 * @param phaseCount of all
 */
public record ScanStory(
    String id,
    UUID tenant,
    @Nullable String tenantName,
    boolean replay,
    String outcome,
    Instant startedAt,
    @Nullable Duration took,
    @Nullable String phaseAtEnd,
    @Nullable Instant phaseAtEndSince,
    @Nullable String artifactType,
    @Nullable String artifactDigest,
    @Nullable String scannerVersion,
    int attempt,
    @Nullable String traceId,
    List<PhaseRun> phases,
    long phaseCount) {

  public ScanStory {
    phases = List.copyOf(phases);
  }
}
