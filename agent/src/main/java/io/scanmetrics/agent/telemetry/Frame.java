package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.Nullable;

/** A level of what a thread is in the middle of. Used by its own thread only. */
abstract sealed class Frame permits OpenCall, TaskFrame {
  /** The frame below in its thread's stack; {@code null} at the bottom and off the stack. */
  @Nullable Frame below;

  /**
   * What runs at this level: a phase, or a scan outside of its phases; {@code null} for what
   * belongs to no scan.
   */
  abstract @Nullable Execution execution();
}
