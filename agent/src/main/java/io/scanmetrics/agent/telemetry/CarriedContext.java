package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Somebody else than this agent carries scans from thread to thread: a tracer that hosts it has a
 * context of its own, which it hands on with the work. Then the agent need not follow tasks itself.
 *
 * <p>Called on the application's threads, and must be quick and not throw.
 */
public interface CarriedContext {
  /** Nobody does. */
  CarriedContext NONE =
      new CarriedContext() {
        @Override
        public @Nullable Execution current() {
          return null;
        }

        @Override
        public @Nullable Runnable enter(Execution execution) {
          return null;
        }
      };

  /** What the calling thread works for; {@code null} if that is not known here. */
  @Nullable Execution current();

  /**
   * From here on the calling thread works for that, and so does whoever it hands work to.
   *
   * @return ends this, on the same thread; {@code null} if there is nothing to end
   */
  @Nullable Runnable enter(Execution execution);
}
