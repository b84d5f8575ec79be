package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.spans.PrivateSdk;
import io.scanmetrics.agent.spans.SpanHost;
import java.util.function.Supplier;

/** Starts the private SDK when it is needed; a class, because a lambda costs milliseconds here. */
final class PrivateSdkStarter implements Supplier<SpanHost> {
  private final Options options;
  private final AgentLog log;
  private final TroubleLog trouble;

  PrivateSdkStarter(Options options, AgentLog log, TroubleLog trouble) {
    this.options = options;
    this.log = log;
    this.trouble = trouble;
  }

  @Override
  public SpanHost get() {
    return PrivateSdk.start(options, log, trouble);
  }
}
