package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Where something begins on a thread that somebody else has handed over: what is below in the stack
 * has nothing to do with what is above.
 */
final class TaskFrame extends Frame {
  /** The task; for a thread pool's worker, which runs one after the other, the pool. */
  final Object task;

  /** Whether the worker's current task has been looked up already. */
  boolean found;

  private @Nullable Execution execution;

  TaskFrame(Object task, @Nullable Execution execution) {
    this.task = task;
    this.execution = execution;
  }

  @Override
  @Nullable Execution execution() {
    return execution;
  }

  /** What the worker runs from here on. */
  void turnTo(@Nullable Execution next) {
    execution = next;
  }
}
