package io.scanmetrics.agent.bridge;

import org.jspecify.annotations.Nullable;

/**
 * Where woven code leaves the application, and the agent, if it is there, answers: the advice in
 * methods that a rule names calls {@link #enter} and {@link #exit}; the JDK's executors, while
 * scans are followed from thread to thread, call {@link #handOver}, {@link #takeUp} and {@link
 * #layDown}.
 *
 * <p>The one class of the agent that the application's class loaders can see. In the packaged agent
 * it is named {@code java.lang.ScanMetricsBridge} and defined in {@code java.base}, so that every
 * class of every loader and module finds it without being asked to read or delegate anything. For
 * the same reason it knows JDK types only.
 *
 * <p>Called on the application's threads. What an installed agent throws is suppressed: by the
 * advice, and for the JDK's classes here.
 */
public abstract class ScanBridge {
  private static volatile @Nullable ScanBridge installed;
  private static volatile boolean following;

  /** From now on this one answers; {@code null}: nobody does. */
  public static void install(@Nullable ScanBridge bridge) {
    installed = bridge;
  }

  /** Whether anybody wants to know which thread runs whose tasks; false at first. */
  public static void follow(boolean tasks) {
    following = tasks;
  }

  /**
   * An instrumented method begins.
   *
   * @param site which woven method, as numbered by the agent
   * @param self {@code this}; {@code null} in a static method or where no rule asks for it
   * @param arguments of the call; {@code null} where no rule asks for them
   * @return to be handed to {@link #exit}; {@code null} if nobody waits for the end of this call
   */
  public static @Nullable Object enter(
      int site, @Nullable Object self, Object @Nullable [] arguments) {
    ScanBridge bridge = installed;
    return bridge == null ? null : bridge.entered(site, self, arguments);
  }

  /**
   * An instrumented method ends.
   *
   * @param call what {@link #enter} returned
   * @param returned the return value; {@code null} where no rule asks for it
   * @param thrown what the method threw, {@code null} if it returned
   */
  public static void exit(
      @Nullable Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    ScanBridge bridge = installed;
    if (call != null && bridge != null) {
      bridge.exited(call, returned, thrown);
    }
  }

  /**
   * As {@link #exit}, of a method that is declared to return a future: its work may go on.
   *
   * @param returned may be anything that can be said to be a future, or {@code null}
   */
  public static void exitWithFuture(
      @Nullable Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    ScanBridge bridge = installed;
    if (call != null && bridge != null) {
      bridge.exitedWithFuture(call, returned, thrown);
    }
  }

  /** A future of the JDK may be done now. */
  public static void settle(Object future) {
    if (following) {
      ScanBridge bridge = installed;
      if (bridge != null) {
        try {
          bridge.futureDone(future);
        } catch (Throwable ignored) {
          // What waits for the future matters more than who measures it.
        }
      }
    }
  }

  /**
   * Somebody hands over a task that another thread, or the same one later, is to run.
   *
   * @param way by which method of the JDK, as numbered by the agent
   * @param to whom; {@code null} where the way says it
   * @param task what will be seen again when it is taken up
   */
  public static void handOver(int way, @Nullable Object to, @Nullable Object task) {
    if (following) {
      ScanBridge bridge = installed;
      if (bridge != null && task != null) {
        try {
          bridge.handedOver(way, to, task);
        } catch (Throwable ignored) {
          // The task matters more than whose it is.
        }
      }
    }
  }

  /**
   * This thread begins with a task, or looks for one.
   *
   * @param way as in {@link #handOver}
   * @param from whom it has it; {@code null} where the way says it
   * @param task {@code null} if there is none
   */
  public static void takeUp(int way, @Nullable Object from, @Nullable Object task) {
    if (following) {
      ScanBridge bridge = installed;
      if (bridge != null) {
        try {
          bridge.takenUp(way, from, task);
        } catch (Throwable ignored) {
          // The task matters more than whose it is.
        }
      }
    }
  }

  /**
   * This thread is through with a task that it had taken up.
   *
   * @param rest what is left for when it is taken up again; {@code null} if nothing is
   */
  public static void layDown(int way, @Nullable Object rest, Object task) {
    // Also if nobody follows any more: what was taken up before would stay where it was.
    ScanBridge bridge = installed;
    if (bridge != null) {
      try {
        bridge.laidDown(way, rest, task);
      } catch (Throwable ignored) {
        // The task matters more than whose it is.
      }
    }
  }

  /** See {@link #enter}. */
  protected abstract @Nullable Object entered(
      int site, @Nullable Object self, Object @Nullable [] arguments);

  /** See {@link #exit}. */
  protected abstract void exited(
      Object call, @Nullable Object returned, @Nullable Throwable thrown);

  /** See {@link #exitWithFuture}. */
  protected abstract void exitedWithFuture(
      Object call, @Nullable Object returned, @Nullable Throwable thrown);

  /** See {@link #settle}. */
  protected abstract void futureDone(Object future);

  /** See {@link #handOver}. */
  protected abstract void handedOver(int way, @Nullable Object to, Object task);

  /** See {@link #takeUp}. */
  protected abstract void takenUp(int way, @Nullable Object from, @Nullable Object task);

  /** See {@link #layDown}. */
  protected abstract void laidDown(int way, @Nullable Object rest, Object task);
}
