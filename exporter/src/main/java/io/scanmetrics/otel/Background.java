package io.scanmetrics.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.scanmetrics.threads.DaemonThread;
import java.util.function.BooleanSupplier;

/** Does what may wait for a database on a short-lived daemon thread, as the SDK expects it. */
final class Background {
  private Background() {}

  /** The result is that of the work; an exception is a failure. */
  static CompletableResultCode run(String name, BooleanSupplier work) {
    CompletableResultCode result = new CompletableResultCode();
    DaemonThread.start(
        name,
        () -> {
          try {
            if (work.getAsBoolean()) {
              result.succeed();
            } else {
              result.fail();
            }
          } catch (Throwable fault) {
            result.failExceptionally(fault);
          }
        });
    return result;
  }
}
