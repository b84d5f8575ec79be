package io.scanmetrics.store.postgres;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.store.ScanWriter;
import io.scanmetrics.store.Scans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * How many scans a second go through writer and store into an embedded PostgreSQL: a program to run
 * by hand, with the number of scans and of rounds. Each round writes other scans into the same
 * tables; the last line writes the last round's scans again, which changes nothing.
 */
public final class StoreThroughput {
  private static final Duration AMPLE = Duration.ofMinutes(10);

  private StoreThroughput() {}

  /** With the number of scans and of rounds, 10,000 and 5 if not given. */
  public static void main(String[] arguments) {
    int scans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    StoreDatabase database = StoreDatabase.create();
    List<Scan> batch = List.of();
    for (int round = 1; round <= rounds; round++) {
      batch = scans(round, scans);
      report("new, round " + round, batch, database);
    }
    report("again", batch, database);
    Object stored = database.database().value("SELECT count(*) FROM scanner.scan_metrics");
    say("stored " + stored + " of " + (long) scans * rounds);
  }

  private static void report(String what, List<Scan> scans, StoreDatabase database) {
    ScanWriter writer =
        new ScanWriter(
            new PostgresScanStore(database.config(), null), ScanListener.NONE, new Lines());
    writer.offer(scans.get(0));
    writer.flush(AMPLE);
    long start = System.nanoTime();
    int lost = 0;
    for (Scan scan : scans.subList(1, scans.size())) {
      lost += writer.offer(scan) ? 0 : 1;
    }
    boolean all = writer.close(AMPLE);
    double seconds = (System.nanoTime() - start) / 1e9;
    String incomplete = all && lost == 0 ? "" : " INCOMPLETE, " + lost + " refused";
    say("%s: %.0f scans/s (%.2f s)%s".formatted(what, scans.size() / seconds, seconds, incomplete));
  }

  private static List<Scan> scans(int round, int count) {
    Random random = new Random(round);
    List<Scan> scans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Scan scan = Scans.scanOfSixPhases(i);
      List<PhaseExecution> phases =
          scan.phases().stream().map(StoreThroughput::withMetrics).toList();
      Map<ScanAttribute, Object> columns = new EnumMap<>(Scans.everyColumn());
      columns.put(ScanAttribute.ARTIFACT_DIGEST, "sha256:" + Long.toHexString(random.nextLong()));
      UUID id = new UUID(random.nextLong(), random.nextLong());
      scans.add(
          Scans.withColumns(
                  Scans.starting(
                      Scans.withId(scan, id, new UUID(random.nextLong(), random.nextLong())),
                      Scans.START.plusMillis(i)),
                  columns)
              .withPhases(phases));
    }
    return scans;
  }

  private static PhaseExecution withMetrics(PhaseExecution phase) {
    return new PhaseExecution(
        phase.spanId(),
        null,
        phase.phase(),
        phase.order(),
        phase.startedAt(),
        phase.finishedAt(),
        phase.phase() != PhaseName.VEX,
        null,
        null,
        Map.of("analyzer.name", phase.phase().text(), "packages", 120L));
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static final class Lines implements ExporterLog {
    @Override
    public void info(String message) {
      say(message);
    }

    @Override
    public void warn(String message) {
      say(message);
    }
  }
}
