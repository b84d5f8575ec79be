package io.scanmetrics.otel;

import static io.scanmetrics.otel.SpansToRows.end;
import static io.scanmetrics.otel.SpansToRows.phase;
import static io.scanmetrics.otel.SpansToRows.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.scanmetrics.testing.RecordedLog;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** An application that scans, with an exporter that has a spool, and what people are told by it. */
final class Scanning implements AutoCloseable {
  private static final Duration AMPLE = Duration.ofMinutes(2);
  private static final List<String> PHASES = List.of("ingest", "analyze", "publish");

  private final Path spool;
  private final ScanMetricsExporter exporter;
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final RecordedLog log = new RecordedLog();
  private long scans;
  private boolean closed;

  Scanning(String jdbcUrl, Path spool) {
    this.spool = spool;
    this.exporter =
        ScanMetricsExporter.builder()
            .jdbcUrl(jdbcUrl)
            .spoolDir(spool)
            .shutdownTimeout(Duration.ofSeconds(5))
            .log(log)
            .build();
    this.provider = SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build();
    this.tracer = provider.get("an application");
  }

  /** So many more, of three phases. */
  void scan(int count) {
    for (int i = 0; i < count; i++) {
      Span scan = start(SpansToRows.scan(tracer, "scan-" + scans), 0);
      for (String name : PHASES) {
        Span phase = start(phase(tracer, scan, name), 10);
        end(phase, 20);
      }
      end(scan, 30);
      scans++;
    }
  }

  /** A few more, and a few more, until a line with all these words has been printed. */
  void scanUntilToldThat(String... words) {
    long deadline = System.nanoTime() + AMPLE.toNanos();
    while (log.lines.stream().noneMatch(line -> List.of(words).stream().allMatch(line::contains))) {
      assertThat(System.nanoTime() - deadline).as("not told: %s", log.lines).isNegative();
      scan(1);
      LockSupport.parkNanos(10_000_000);
    }
    scan(100);
  }

  void flush() {
    assertThat(exporter.flush(AMPLE)).as("flushed; %s", log.lines).isTrue();
  }

  /** Fails unless the database has every scan whole and once, and the spool none. */
  void allIsStored(TestDatabase database) {
    flush();
    assertThat(
            database.rows(
                """
                SELECT count(*), count(DISTINCT scan_id), min(attempt), max(attempt),
                  count(*) FILTER (WHERE outcome = 'succeeded'),
                  (SELECT count(*) FROM scanner.execution_phases),
                  (SELECT count(DISTINCT (metrics_id, span_id)) FROM scanner.execution_phases)
                FROM scanner.scan_metrics
                """))
        .containsExactly(
            List.of(scans, scans, 1, 1, scans, scans * PHASES.size(), scans * PHASES.size()));
    assertThat(exporter.close(AMPLE)).isTrue();
    assertThat(kept()).isEmpty();
  }

  /** None where the folder is gone. */
  private List<Path> kept() {
    try (Stream<Path> files = Files.exists(spool) ? Files.list(spool) : Stream.empty()) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails unless one warning, no more, has named something in that folder. */
  void hasToldOnceOf(Path folder) {
    assertThat(log.warnings).filteredOn(line -> line.contains(folder.toString())).hasSize(1);
  }

  /** Ends it as a JVM does whose time for that is over: what is not stored stays in the spool. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      exporter.close(Duration.ofSeconds(1));
      provider.close();
    }
  }
}
