package io.scanmetrics.agent.instrument;

import org.jspecify.annotations.Nullable;

/** What the transformer asks of the agent, on the thread that loads a class. */
public interface WeavingHost {
  /**
   * Weaves what the rules of now mean; made when a class is about to be looked at that a rule may
   * mean.
   *
   * @return {@code null} if it is measuring itself that loads the class while it begins
   * @throws IllegalStateException if measuring could not begin
   */
  @Nullable Weaver weaver();

  /**
   * A class has been woven and is about to be used: returns when its calls can be recorded, or
   * after a moment if that takes longer.
   */
  void woven();

  /** A class stays as it is, because weaving it failed. */
  void weavingFailed(String className, Throwable cause);
}
