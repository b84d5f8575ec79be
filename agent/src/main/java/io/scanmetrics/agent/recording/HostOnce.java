package io.scanmetrics.agent.recording;

import io.scanmetrics.agent.spans.SpanHost;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the host when it is first needed; whoever comes meanwhile waits. */
final class HostOnce implements Supplier<SpanHost> {
  private final Supplier<SpanHost> maker;
  private @Nullable SpanHost host;

  HostOnce(Supplier<SpanHost> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized SpanHost get() {
    if (host == null) {
      host = maker.get();
    }
    return host;
  }
}
