package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.scanmetrics.PhaseName;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OnDemandExporterTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final KeptScans kept = new KeptScans();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayBeMade = new CountDownLatch(1);
  private final OnDemandExporter exporter = new OnDemandExporter(this::make);
  private final SdkTracerProvider sdk =
      SdkTracerProvider.builder().addSpanProcessor(exporter.spanProcessor()).build();
  private final Tracer tracer = sdk.get("test");

  @AfterEach
  void close() {
    mayBeMade.countDown();
    shutDown();
  }

  private ScanMetricsExporter make() {
    asked.countDown();
    try {
      mayBeMade.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kept.exporter();
  }

  private void shutDown() {
    assertThat(sdk.shutdown().join(LONG.toSeconds(), TimeUnit.SECONDS).isSuccess()).isTrue();
  }

  private Span scan() {
    return tracer.spanBuilder("scan").setAttribute("scan.id", "nightly").startSpan();
  }

  @Test
  void withoutAScanItIsNotMade() {
    tracer.spanBuilder("request").startSpan().end();
    shutDown();

    assertThat(exporter.made()).isNull();
    assertThat(asked.getCount()).isOne();
  }

  @Test
  void whatHappensUntilItIsMadeIsToldThen() throws Exception {
    Span scan = scan();
    Context inside = Context.root().with(scan);
    Span request = tracer.spanBuilder("request").setParent(inside).startSpan();
    tracer
        .spanBuilder("ingest")
        .setParent(inside.with(request))
        .setAttribute("scan.phase.name", "ingest")
        .startSpan()
        .end();
    request.end();
    scan.end();
    asked.await();
    mayBeMade.countDown();

    assertThat(exporter.get().flush(LONG)).isTrue();
    assertThat(kept.scans).extracting(Scan::outcome).containsExactly(Outcome.SUCCEEDED);
    assertThat(kept.scans.element().phases())
        .extracting(PhaseExecution::phase)
        .containsExactly(PhaseName.INGEST);
  }

  @Test
  void afterThatSpansAreToldAtOnce() {
    mayBeMade.countDown();
    ScanMetricsExporter made = exporter.get();
    scan().end();

    assertThat(made.flush(LONG)).isTrue();
    assertThat(kept.scans).hasSize(1);
    assertThat(exporter.get()).isSameAs(made).isSameAs(exporter.made());
  }

  @Test
  void theEndOfTheSdkWaitsForIt() {
    Span open = scan();
    mayBeMade.countDown();
    shutDown();

    assertThat(open.isRecording()).isTrue();
    assertThat(kept.scans).extracting(Scan::outcome).containsExactly(Outcome.ABORTED);
    assertThat(kept.closed).hasValue(1);
  }
}
