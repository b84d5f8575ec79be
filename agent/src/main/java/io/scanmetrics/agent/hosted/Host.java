package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;

/** The SDK of the host, with the exporter plugged into it. */
interface Host {
  /** One that keeps nothing, for rehearsals. */
  Host NONE =
      new Host() {
        @Override
        public boolean isThere() {
          return true;
        }

        @Override
        public void start() {}

        @Override
        public OpenTelemetry openTelemetry() {
          return OpenTelemetry.noop();
        }

        @Override
        public void abortOpenScans() {}

        @Override
        public void close(Duration timeout) {}
      };

  /** Whether it has started, so that it can be asked for spans; false at first. */
  boolean isThere();

  /** Starts the exporter, which takes a while, once the host is there. */
  void start();

  /** Makes the spans. */
  OpenTelemetry openTelemetry();

  /** The JVM is about to end: scans that are still open are written as they are. */
  void abortOpenScans();

  /** Writes what waits, and gives back what it holds; after the timeout the rest is left. */
  void close(Duration timeout);
}
