package io.scanmetrics.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.otel.ScanMetricsExporter;
import io.scanmetrics.store.Drain;
import io.scanmetrics.store.ScanWriter;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many scans of six phases a second {@code drain} takes from a spool, beside the writer. */
@Command(
    name = "drain-rate",
    mixinStandardHelpOptions = true,
    description = "Scans of six phases from a spool into PostgreSQL, beside those from memory.")
final class DrainRateBenchmark implements Callable<Integer> {
  /** No more than the disk keeps up with. */
  private static final int AT_ONCE = 100;

  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/nowhere";

  @Option(names = "--scans", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
  private int scans;

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Sample written = new Sample();
    Sample drained = new Sample();
    System.out.printf("%d scans of six phases, %d rounds%n%n", scans, rounds);
    System.out.println("| round | from memory, scans/s | drain, scans/s | ratio |");
    System.out.println("| --- | ---: | ---: | ---: |");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      PostgresConfig config = new PostgresConfig(url, null, null, null, SchemaMode.MIGRATE);
      ScanWriter writer =
          new ScanWriter(
              new PostgresScanStore(config, null), Spool.none(), ScanListener.NONE, new Stderr());
      write(writer, new Scans(0).some(1));
      for (int round = 0; round <= rounds; round++) {
        List<Scan> batch = new Scans(round + 1).some(scans);
        execute(url, "TRUNCATE scanner.scan_metrics CASCADE");
        double inMemory = write(writer, batch);
        execute(url, "TRUNCATE scanner.scan_metrics CASCADE");
        double onDisk = drain(url, batch);
        if (round == 0) {
          continue; // Until everything is compiled and the files have their size.
        }
        written.add(inMemory);
        drained.add(onDisk);
        print(String.valueOf(round), inMemory, onDisk);
      }
      writer.close(Duration.ofSeconds(10));
    }
    print("median", written.median(), drained.median());
    return 0;
  }

  private void print(String round, double written, double drained) {
    System.out.printf(
        "| %s | %.0f | %.0f | %.2f |%n",
        round, scans / written * 1_000, scans / drained * 1_000, written / drained);
  }

  private static double write(ScanWriter writer, List<Scan> batch) {
    long begin = System.nanoTime();
    batch.forEach(scan -> writer.offer(scan, Mark.NONE));
    if (!writer.flush(Duration.ofMinutes(5))) {
      throw new IllegalStateException("not written in five minutes");
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  /** As the command does unless told otherwise: the first write looks at the schema. */
  private double drain(String url, List<Scan> batch) throws IOException, InterruptedException {
    PostgresConfig config = new PostgresConfig(url, null, null, null, SchemaMode.VALIDATE);
    Path folder = Files.createTempDirectory("drain");
    leave(folder, batch);
    long begin = System.nanoTime();
    Drain.Drained drained;
    try (Drain drain =
        new Drain(
            new PostgresScanStore(config, null),
            Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), new Stderr()),
            done -> {})) {
      drained = drain.drain();
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    if (drained.stored() != scans) {
      throw new IllegalStateException("drained " + drained + " instead of " + scans);
    }
    Files.delete(folder);
    return millis;
  }

  /** As a process does that never reaches its database. */
  private static void leave(Path folder, List<Scan> batch) {
    ScanMetricsExporter exporter =
        ScanMetricsExporter.builder().jdbcUrl(NOWHERE).spoolDir(folder).log(new Silence()).build();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build();
    Tracer tracer = provider.get("benchmark");
    for (int i = 0; i < batch.size(); i++) {
      trace(tracer, batch.get(i));
      if (i % AT_ONCE == 0 && !exporter.keep(Duration.ofMinutes(1))) {
        throw new IllegalStateException("not on disk in a minute");
      }
    }
    provider.close();
  }

  private static void trace(Tracer tracer, Scan scan) {
    Span root =
        tracer
            .spanBuilder("scan")
            .setNoParent()
            .setStartTimestamp(scan.startedAt())
            .setAttribute("scan.id", scan.scanId().toString())
            .setAttribute("scan.tenant.id", scan.tenantId().toString())
            .startSpan();
    for (PhaseExecution execution : scan.phases()) {
      tracer
          .spanBuilder(execution.phase().text())
          .setParent(Context.root().with(root))
          .setStartTimestamp(execution.startedAt())
          .setAttribute("scan.phase.name", execution.phase().text())
          .setAttribute("analyzer.name", "jar")
          .startSpan()
          .end(execution.finishedAt());
    }
    scan.columns().forEach((column, value) -> set(root, column, value));
    root.end(scan.finishedAt());
  }

  private static void set(Span span, ScanAttribute attribute, Object value) {
    if (value instanceof Integer count) {
      span.setAttribute(attribute.key(), count);
    } else {
      span.setAttribute(attribute.key(), value.toString());
    }
  }

  private static void execute(String url, String command) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** That nowhere cannot be reached is no news. */
  private static final class Silence implements ExporterLog {
    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}
  }
}
