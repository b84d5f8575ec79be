package io.scanmetrics.benchmarks;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes scans of six phases, alike in shape and different in every value. */
final class Scans {
  private static final int TENANTS = 20;
  private static final PhaseName[] PHASES = {
    PhaseName.INGEST,
    PhaseName.ANALYZE,
    PhaseName.REACHABILITY,
    PhaseName.VEX,
    PhaseName.SIGN,
    PhaseName.PUBLISH
  };

  private final RandomGenerator random;
  private final Instant newest = Instant.now().truncatedTo(ChronoUnit.MICROS);

  Scans(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  List<Scan> some(int count) {
    List<Scan> scans = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      scans.add(one());
    }
    return scans;
  }

  /** The scan as it was after half of its phases. */
  static Scan halfway(Scan scan) {
    return new Scan(
        scan.metricsId(),
        scan.scanId(),
        scan.tenantId(),
        scan.traceId(),
        scan.spanId(),
        scan.startedAt(),
        null,
        Outcome.RUNNING,
        scan.columns(),
        scan.attributes(),
        scan.phases().subList(0, PHASES.length / 2));
  }

  private Scan one() {
    Instant start = newest.minus(random.nextLong(7 * 86_400_000_000L), ChronoUnit.MICROS);
    Instant time = start;
    List<PhaseExecution> phases = new ArrayList<>();
    for (PhaseName phase : PHASES) {
      Instant end = time.plus(random.nextLong(100_000, 30_000_000), ChronoUnit.MICROS);
      phases.add(
          new PhaseExecution(
              hex(random.nextLong()),
              null,
              phase,
              phases.size() + 1,
              time,
              end,
              true,
              null,
              null,
              Map.of("analyzer.name", "jar", "bytes.read", random.nextLong(1_000_000_000))));
      time = end;
    }
    UUID metricsId = new UUID(random.nextLong(), random.nextLong());
    return new Scan(
        metricsId,
        new UUID(random.nextLong(), random.nextLong()),
        new UUID(0, random.nextInt(TENANTS)),
        metricsId.toString().replace("-", ""),
        hex(random.nextLong()),
        start,
        time,
        Outcome.SUCCEEDED,
        Map.of(
            ScanAttribute.ARTIFACT_DIGEST,
            "sha256:" + hex(random.nextLong()).repeat(4),
            ScanAttribute.ARTIFACT_TYPE,
            "oci_image",
            ScanAttribute.SCANNER_VERSION,
            "1.2.3",
            ScanAttribute.PACKAGE_COUNT,
            random.nextInt(2_000),
            ScanAttribute.FINDING_COUNT,
            random.nextInt(200)),
        Map.of("region", "eu-central-1"),
        phases);
  }

  private static String hex(long value) {
    return String.format("%016x", value);
  }
}
