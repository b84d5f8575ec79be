package io.scanmetrics.benchmarks;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What no agent can do without, and what the plainest one would do for each call. */
@State(Scope.Thread)
public class CallFloor {
  private final Tracer tracer =
      SdkTracerProvider.builder().addSpanProcessor(new Nobody()).build().get("benchmark");

  /** Began and ended. */
  @Benchmark
  public long twoReadingsOfTheClock() {
    return -System.nanoTime() + System.nanoTime();
  }

  /** Of OpenTelemetry's SDK, which nobody exports. */
  @Benchmark
  public void oneSpan() {
    tracer.spanBuilder("analyze").startSpan().end();
  }

  /** Without any processor the SDK makes no spans. */
  private static final class Nobody implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
