package io.scanmetrics.agent.hosted;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.scanmetrics.agent.start.Agent;

/**
 * First among the host's processors to hear that the JVM ends: ends what is still measured, for the
 * last spans and meters to find the others at work.
 */
final class LastSpans implements SpanProcessor {
  private final Agent agent;

  LastSpans(Agent agent) {
    this.agent = agent;
  }

  /** Returns when everything is handed on, or after the agent's timeout for that. */
  @Override
  public CompletableResultCode shutdown() {
    agent.end();
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
