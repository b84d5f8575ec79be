package io.scanmetrics.otel;

import static io.scanmetrics.otel.SpansToRows.end;
import static io.scanmetrics.otel.SpansToRows.phase;
import static io.scanmetrics.otel.SpansToRows.scan;
import static io.scanmetrics.otel.SpansToRows.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.store.Drain;
import io.scanmetrics.store.Drain.Drained;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that is written to PostgreSQL more than once, as one is that comes from a backup. */
class ReplayIT {
  private static final String ROWS =
      "SELECT m, p FROM scanner.scan_metrics m JOIN scanner.execution_phases p USING (metrics_id)"
          + " ORDER BY m.metrics_id, p.span_id";

  private final SpansToRows database = new SpansToRows();
  @TempDir private Path temp;

  @Test
  void theSameSpoolTwiceGivesTheSameRows() throws Exception {
    Path spool = temp.resolve("spool");
    Path copy = temp.resolve("copy");
    leave(spool);
    copy(spool, copy);

    Drained first = drain(spool);
    List<?> rows = database.rows(ROWS);
    copy(copy, spool);
    Drained second = drain(spool);

    assertThat(first).isEqualTo(new Drained(100, 0, 0, null));
    assertThat(second).isEqualTo(first);
    assertThat(rows).hasSize(100);
    assertThat(database.rows(ROWS)).isEqualTo(rows);
  }

  @Test
  void hostileValuesPassThroughTheSpool() throws Exception {
    leave(temp);

    assertThat(drain(temp).setAside()).isZero();

    assertThat(
            database.rows(
                "SELECT DISTINCT attributes ->> 'nan', attributes ->> 'hostile',"
                    + " length(phase_metrics ->> 'huge'), error_message"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases"
                    + " USING (metrics_id)"))
        .containsExactly(List.of("NaN", "'); DROP TABLE x; --\uFFFD\n\uFFFD", 8192, "no\uFFFDway"));
  }

  /** A process that never reached a database. */
  private static void leave(Path spool) {
    ScanMetricsExporter exporter =
        ScanMetricsExporter.builder()
            .jdbcUrl("jdbc:postgresql://127.0.0.1:1/nowhere")
            .spoolDir(spool)
            .log(new KeptScans())
            .build();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build()) {
      Tracer tracer = provider.get("an application");
      for (int i = 0; i < 100; i++) {
        scanHostile(tracer, "scan-" + i);
      }
    }
  }

  private static void scanHostile(Tracer tracer, String id) {
    Span scan = start(scan(tracer, id), 0);
    scan.setAttribute("nan", Double.NaN);
    scan.setAttribute("hostile", "'); DROP TABLE x; --\0\n\uD800");
    Span phase = start(phase(tracer, scan, "vex"), 1);
    phase.setAttribute("huge", "x".repeat(100_000));
    phase.setStatus(StatusCode.ERROR, "no\0way");
    end(phase, 2);
    end(scan, 3);
  }

  private Drained drain(Path spool) throws InterruptedException {
    PostgresConfig config =
        new PostgresConfig(database.jdbcUrl(), null, null, null, SchemaMode.MIGRATE);
    ExporterLog silent = new KeptScans();
    try (Drain drain =
        new Drain(
            new PostgresScanStore(config, null),
            Spool.in(new SpoolConfig(spool, Long.MAX_VALUE), silent),
            done -> {})) {
      return drain.drain();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (!Files.isDirectory(target)) {
          Files.copy(file, target);
        }
      }
    }
  }
}
