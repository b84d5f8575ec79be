package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scanmetrics.PhaseName;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRef;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaMode;
import io.scanmetrics.testing.RecordedLog;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScanMetricsExporterTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final KeptScans kept = new KeptScans();
  private final ScanMetricsExporter scanMetrics = kept.exporter();

  @AfterEach
  void close() {
    scanMetrics.close(LONG);
  }

  @Nested
  class AsAProcessor {
    @Test
    void itSeesScansThatAreNotSampled() {
      SdkTracerProvider sdk =
          SdkTracerProvider.builder()
              .setSampler(scanMetrics.sampler(Sampler.alwaysOff()))
              .addSpanProcessor(scanMetrics.spanProcessor())
              .build();
      scan(sdk.get("test"));

      assertThat(scanMetrics.flush(LONG)).isTrue();
      assertThat(kept.scans).hasSize(1);
      assertThat(kept.scans.element().phases())
          .extracting(PhaseExecution::phase)
          .containsExactly(PhaseName.INGEST, PhaseName.ANALYZE);
    }

    @Test
    void itFollowsSpansThatAreNoneOfItsOwn() {
      Tracer tracer = sdkWithProcessor().get("test");
      Span around = tracer.spanBuilder("request").startSpan();
      Context request = Context.root().with(around);
      Span first =
          tracer.spanBuilder("scan").setParent(request).setAttribute("scan.id", "1").startSpan();
      Span second =
          tracer.spanBuilder("scan").setParent(request).setAttribute("scan.id", "2").startSpan();
      Span between = tracer.spanBuilder("task").setParent(request.with(second)).startSpan();
      tracer
          .spanBuilder("ingest")
          .setParent(request.with(between))
          .setAttribute("scan.phase.name", "ingest")
          .startSpan()
          .end();
      second.end();
      first.end();

      scanMetrics.flush(LONG);
      assertThat(kept.scans)
          .filteredOn(scan -> !scan.phases().isEmpty())
          .extracting(Scan::spanId)
          .containsExactly(second.getSpanContext().getSpanId());
    }

    @Test
    void itKeepsNoExceptionOfTheApplicationAlive() {
      Tracer tracer = sdkWithProcessor().get("test");
      WeakReference<Exception> thrown = failedScan(tracer);
      scanMetrics.flush(LONG);

      long deadline = System.nanoTime() + LONG.toNanos();
      while (thrown.get() != null && System.nanoTime() < deadline) {
        System.gc();
      }
      assertThat(thrown.get()).isNull();
      assertThat(kept.scans.element().attributes()).containsEntry("exception.message", "broken");
    }

    private WeakReference<Exception> failedScan(Tracer tracer) {
      Exception exception = new IllegalStateException("broken");
      Span scan = tracer.spanBuilder("scan").setAttribute("scan.id", "nightly").startSpan();
      scan.recordException(exception);
      scan.setStatus(StatusCode.ERROR);
      scan.end();
      return new WeakReference<>(exception);
    }

    @Test
    void shuttingTheSdkDownWritesOpenScansAsAbortedAndClosesTheStore() {
      SdkTracerProvider sdk = sdkWithProcessor();
      sdk.get("test").spanBuilder("scan").setAttribute("scan.id", "nightly").startSpan();

      assertThat(sdk.shutdown().join(LONG.toSeconds(), TimeUnit.SECONDS).isSuccess()).isTrue();
      assertThat(kept.scans).extracting(Scan::outcome).containsExactly(Outcome.ABORTED);
      assertThat(kept.closed).hasValue(1);
    }

    private SdkTracerProvider sdkWithProcessor() {
      return SdkTracerProvider.builder().addSpanProcessor(scanMetrics.spanProcessor()).build();
    }
  }

  @Nested
  class AsAnExporter {
    @Test
    void itTakesScansFromABatch() {
      SdkTracerProvider sdk =
          SdkTracerProvider.builder()
              .addSpanProcessor(BatchSpanProcessor.create(scanMetrics.spanExporter()))
              .build();
      scan(sdk.get("test"));

      assertThat(sdk.forceFlush().join(LONG.toSeconds(), TimeUnit.SECONDS).isSuccess()).isTrue();
      assertThat(scanMetrics.flush(LONG)).isTrue();
      assertThat(kept.scans).hasSize(1);
      assertThat(kept.scans.element().phases()).hasSize(2);
    }

    @Test
    void itCountsNothingTwiceIfItStandsBesideTheProcessor() {
      SdkTracerProvider sdk =
          SdkTracerProvider.builder()
              .addSpanProcessor(scanMetrics.spanProcessor())
              .addSpanProcessor(BatchSpanProcessor.create(scanMetrics.spanExporter()))
              .build();
      scan(sdk.get("test"));
      sdk.forceFlush().join(LONG.toSeconds(), TimeUnit.SECONDS);
      scanMetrics.flush(LONG);

      assertThat(kept.scans).hasSize(1);
      assertThat(kept.scans.element().phases()).hasSize(2);
    }

    @Test
    void itRefusesSpansAfterItsEnd() {
      scanMetrics.spanExporter().shutdown().join(LONG.toSeconds(), TimeUnit.SECONDS);

      List<SpanData> none = new ArrayList<>();
      assertThat(scanMetrics.spanExporter().export(none).isSuccess()).isFalse();
      assertThat(kept.closed).hasValue(1);
    }
  }

  @Nested
  class ItsEnd {
    @Test
    void comesOnceHoweverOftenItIsCalled() {
      assertThat(scanMetrics.close(LONG)).isTrue();
      assertThat(scanMetrics.close(LONG)).isTrue();
      scanMetrics.close();

      assertThat(kept.closed).hasValue(1);
    }

    @Test
    void isNotTheEndOfScansThatAreAborted() {
      SdkTracerProvider sdk =
          SdkTracerProvider.builder().addSpanProcessor(scanMetrics.spanProcessor()).build();
      Span open = sdk.get("test").spanBuilder("scan").setAttribute("scan.id", "x").startSpan();
      scanMetrics.abortOpenScans();
      open.setStatus(StatusCode.ERROR, "tidied up");
      open.end();
      scanMetrics.close(LONG);

      assertThat(kept.scans).extracting(Scan::outcome).containsExactly(Outcome.ABORTED);
    }
  }

  @Nested
  class TheBuilder {
    @Test
    void namesTheOptionThatIsWrong() {
      assertRefused(ScanMetricsExporter.builder(), "scan.metrics.jdbc.url is not set");
      assertRefused(
          ScanMetricsExporter.builder().jdbcUrl("jdbc:mysql://db/x").jdbcPassword("secret"),
          "scan.metrics.jdbc.url: the JDBC URL must start with \"jdbc:postgresql:\"");
      assertRefused(
          ScanMetricsExporter.builder().store(kept).tenantId(""),
          "scan.metrics.tenant.id must not be empty");
      assertRefused(
          ScanMetricsExporter.builder().store(kept).shutdownTimeout(Duration.ofMillis(-1)),
          "scan.metrics.shutdown.timeout must not be negative");
      assertRefused(
          ScanMetricsExporter.builder().store(kept).jdbcUrl("jdbc:postgresql://db/x"),
          "scan.metrics.jdbc.url and a store of another kind cannot both be set");
    }

    @Test
    void takesTheDatabaseAsAWhole() {
      PostgresConfig config =
          new PostgresConfig(
              "jdbc:postgresql://db/metrics?password=secret", "me", "secret", null, SchemaMode.OFF);
      ScanMetricsExporter exporter = ScanMetricsExporter.builder().postgres(config).build();
      exporter.close(LONG);

      assertThat(exporter.toString()).contains("//db/metrics", "me").doesNotContain("secret");
      assertThat(exporter.spanProcessor().toString()).doesNotContain("secret");
    }

    @Test
    void needsNoDatabaseIfSomebodyListens() {
      AtomicInteger finished = new AtomicInteger();
      ScanListener listener =
          new ScanListener() {
            @Override
            public void scanFinished(Scan scan, SpanRef span) {
              finished.incrementAndGet();
            }
          };
      try (ScanMetricsExporter exporter =
          ScanMetricsExporter.builder().listener(listener).build()) {
        SdkTracerProvider sdk =
            SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build();
        scan(sdk.get("test"));
        assertThat(exporter.flush(LONG)).isTrue();
        assertThat(exporter.waiting()).isZero();
      }
      assertThat(finished).hasValue(1);
    }

    @Test
    void storesScansWhateverTheirListenerThrows() {
      ScanListener deaf =
          new ScanListener() {
            @Override
            public void scanFinished(Scan scan, SpanRef span) {
              throw new LinkageError("deaf");
            }

            @Override
            public void written(int scans, Duration took) {
              throw new IllegalStateException("deaf");
            }

            @Override
            public void closing() {
              throw new OutOfMemoryError("deaf");
            }
          };
      RecordedLog log = new RecordedLog();
      try (ScanMetricsExporter exporter =
          ScanMetricsExporter.builder().store(kept).listener(deaf).log(log).build()) {
        SdkTracerProvider sdk =
            SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build();
        scan(sdk.get("test"));
        scan(sdk.get("test"));
      }
      assertThat(kept.scans).hasSize(2);
      assertThat(log.lines).filteredOn(line -> line.contains("deaf")).hasSize(1);
    }

    @Test
    void showsListenersTheSpanThatEnded() {
      List<SpanRef> ended = new CopyOnWriteArrayList<>();
      ScanListener listener =
          new ScanListener() {
            @Override
            public void phaseFinished(PhaseName phase, boolean success, long micros, SpanRef span) {
              ended.add(span);
            }

            @Override
            public void scanFinished(Scan scan, SpanRef span) {
              ended.add(span);
            }
          };
      for (Sampler sampler : List.of(Sampler.alwaysOn(), Sampler.alwaysOff())) {
        ended.clear();
        try (ScanMetricsExporter exporter =
            ScanMetricsExporter.builder().store(kept).listener(listener).build()) {
          SdkTracerProvider sdk =
              SdkTracerProvider.builder()
                  .setSampler(exporter.sampler(sampler))
                  .addSpanProcessor(exporter.spanProcessor())
                  .build();
          scan(sdk.get("test"));
        }
        Scan scan = kept.scans.remove();
        assertThat(ended)
            .extracting(SpanRef::traceId, SpanRef::spanId, SpanRef::sampled)
            .containsExactly(
                tuple(scan.traceId(), scan.phases().get(0).spanId(), sampler == Sampler.alwaysOn()),
                tuple(scan.traceId(), scan.phases().get(1).spanId(), sampler == Sampler.alwaysOn()),
                tuple(scan.traceId(), scan.spanId(), sampler == Sampler.alwaysOn()));
      }
    }

    private void assertRefused(ScanMetricsExporterBuilder builder, String message) {
      assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }
  }

  private static void scan(Tracer tracer) {
    Span scan = tracer.spanBuilder("scan").setAttribute("scan.id", "nightly").startSpan();
    Context inScan = Context.root().with(scan);
    for (String name : List.of("ingest", "analyze")) {
      tracer
          .spanBuilder(name)
          .setParent(inScan)
          .setAttribute("scan.phase.name", name)
          .startSpan()
          .end();
    }
    scan.end();
  }
}
