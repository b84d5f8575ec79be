package io.scanmetrics.store;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        int before = phases.size();
        phases.add(phase(name, before + 1, Duration.ofSeconds(before), Duration.ofSeconds(1)));
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

  /** A phase that failed at once, inside of another, and carries values of several types. */
  public static PhaseExecution failedPhase(
      PhaseName name, int number, String errorCode, String errorMessage) {
    return new PhaseExecution(
        "%016x".formatted(number),
        "00000000000000ff",
        name,
        0,
        START,
        START.plusNanos(1000),
        false,
        errorCode,
        errorMessage,
        Map.of("n", 1.5, "names", List.of("a", true)));
  }

  /** A value for every column that {@link Scan#columns} may hold. */
  public static Map<ScanAttribute, Object> everyColumn() {
    Map<ScanAttribute, Object> columns = new EnumMap<>(ScanAttribute.class);
    for (ScanAttribute attribute : ScanAttribute.values()) {
      columns.put(
          attribute,
          switch (attribute.kind()) {
            case ID -> new UUID(0x5f, 1);
            case COUNT -> Integer.MAX_VALUE;
            case FLAG -> true;
            case ARTIFACT_TYPE -> "oci_image";
            case TEXT, INDEXED_TEXT -> "some " + attribute.column();
          });
    }
    columns.remove(ScanAttribute.SCAN_ID);
    columns.remove(ScanAttribute.TENANT_ID);
    return columns;
  }

  /** The same scan, ended then. */
  public static Scan finished(Scan scan, Instant at) {
    return ended(scan, scan.outcome(), at);
  }

  /** The same scan with that end. */
  public static Scan ended(Scan scan, Outcome outcome, @Nullable Instant at) {
    return copy(scan, scan.scanId(), scan.tenantId(), scan.spanId(), scan.startedAt(), at, outcome);
  }

  /** The same scan, of the same length, begun then. */
  public static Scan starting(Scan scan, Instant at) {
    Instant end = scan.finishedAt();
    return copy(
        scan,
        scan.scanId(),
        scan.tenantId(),
        scan.spanId(),
        at,
        end == null ? null : at.plus(Duration.between(scan.startedAt(), end)),
        scan.outcome());
  }

  /** The same scan of another tenant. */
  public static Scan withTenant(Scan scan, UUID tenantId) {
    return copy(
        scan,
        scan.scanId(),
        tenantId,
        scan.spanId(),
        scan.startedAt(),
        scan.finishedAt(),
        scan.outcome());
  }

  /** The same scan as another span. */
  public static Scan withSpan(Scan scan, String spanId) {
    return copy(
        scan,
        scan.scanId(),
        scan.tenantId(),
        spanId,
        scan.startedAt(),
        scan.finishedAt(),
        scan.outcome());
  }

  /** The same scan with other ids. */
  public static Scan withId(Scan scan, UUID metricsId, UUID scanId) {
    return new Scan(
        metricsId,
        scanId,
        scan.tenantId(),
        scan.traceId(),
        scan.spanId(),
        scan.startedAt(),
        scan.finishedAt(),
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

  /** The same scan with these attributes. */
  public static Scan withAttributes(Scan scan, Map<String, Object> attributes) {
    return new Scan(
        scan.metricsId(),
        scan.scanId(),
        scan.tenantId(),
        scan.traceId(),
        scan.spanId(),
        scan.startedAt(),
        scan.finishedAt(),
        scan.outcome(),
        scan.columns(),
        attributes,
        scan.phases());
  }

  /** The same scan after one of its phases has turned out to be another's. */
  public static Scan withdrawing(Scan scan, PhaseExecution phase) {
    List<PhaseExecution> left = new ArrayList<>(scan.phases());
    left.remove(phase);
    return scan.withPhases(left).withdrawing(Set.of(phase.spanId()));
  }

  private static Scan copy(
      Scan scan,
      UUID scanId,
      UUID tenantId,
      String spanId,
      Instant startedAt,
      @Nullable Instant finishedAt,
      Outcome outcome) {
    return new Scan(
        scan.metricsId(),
        scanId,
        tenantId,
        scan.traceId(),
        spanId,
        startedAt,
        finishedAt,
        outcome,
        scan.columns(),
        scan.attributes(),
        scan.phases());
  }
}
