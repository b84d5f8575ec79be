package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One half of a pair, of which only the end of the call will tell what it begins or ends. */
final class OpenHalf extends OpenCall {
  /** By {@link System#nanoTime}. */
  final long beganAt;

  /** What the end of the call ends, if that is known before; else {@code null}. */
  @Nullable Execution ending;

  private final Map<String, Object> early;

  /** Reads what there is to be read. */
  OpenHalf(Interception interception, CallStack values) {
    super(interception, null, values);
    this.early = CallReader.attributes(interception, values);
    this.beganAt = System.nanoTime();
  }

  @Override
  Map<String, Object> early() {
    return early;
  }
}
