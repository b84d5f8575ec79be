package io.scanmetrics.store;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Scans for tests. */
public final class Scans {
  public static final UUID TENANT = new UUID(0, 0x7e);
  public static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");

  private Scans() {}

  /** A scan of one second without phases; everything in it follows from the number. */
  public static Scan scan(long number) {
    return scan(new UUID(0x5ca1, number), new UUID(0x1d, number));
  }

  /** As above, with these ids. */
  public static Scan scan(UUID metricsId, UUID scanId) {
    return new Scan(
        metricsId,
        scanId,
        TENANT,
        metricsId.toString().replace("-", ""),
        "%016x".formatted(metricsId.getLeastSignificantBits()),
        START,
        START.plusSeconds(1),
        Outcome.SUCCEEDED,
        Map.of(),
        Map.of(),
        List.of());
  }

  /** A scan of six seconds in which the six phases follow each other, a second each. */
  public static Scan scanOfSixPhases(long number) {
    List<PhaseExecution> phases = new ArrayList<>();
    for (PhaseName name : PhaseName.values()) {
      if (name != PhaseName.OTHER) {
        phases.add(
            phase(
                name, phases.size() + 1, Duration.ofSeconds(phases.size()), Duration.ofSeconds(1)));
      }
    }
    return finished(scan(number).withPhases(phases), START.plusSeconds(6));
  }

  /** A phase that succeeded; its span id follows from the number. */
  public static PhaseExecution phase(
      PhaseName name, int number, Duration afterStart, Duration length) {
    Instant start = START.plus(afterStart);
    return new PhaseExecution(
        "%016x".formatted(number),
        null,
        name,
        0,
        start,
        start.plus(length),
        true,
        null,
        null,
        Map.of());
  }

  /** The same scan, ended then. */
  public static Scan finished(Scan scan, Instant at) {
    return new Scan(
        scan.metricsId(),
        scan.scanId(),
        scan.tenantId(),
        scan.traceId(),
        scan.spanId(),
        scan.startedAt(),
        at,
        scan.outcome(),
        scan.columns(),
        scan.attributes(),
        scan.phases());
  }

  /** The same scan with these columns. */
  public static Scan withColumns(Scan scan, Map<ScanAttribute, Object> columns) {
    return new Scan(
        scan.metricsId(),
        scan.scanId(),
        scan.tenantId(),
        scan.traceId(),
        scan.spanId(),
        scan.startedAt(),
        scan.finishedAt(),
        scan.outcome(),
        columns,
        scan.attributes(),
        scan.phases());
  }
}
