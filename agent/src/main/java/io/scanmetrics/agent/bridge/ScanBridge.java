package io.scanmetrics.agent.bridge;

import org.jspecify.annotations.Nullable;

/**
 * Where an instrumented method leaves the application: the advice woven into it calls {@link
 * #enter} and {@link #exit}, and the agent, if it is there, answers.
 *
 * <p>The one class of the agent that the application's class loaders can see. In the packaged agent
 * it is named {@code java.lang.ScanMetricsBridge} and defined in {@code java.base}, so that every
 * class of every loader and module finds it without being asked to read or delegate anything. For
 * the same reason it knows JDK types only.
 *
 * <p>Called on the application's threads. Never throws of itself; what an installed agent throws is
 * suppressed by the advice.
 */
public abstract class ScanBridge {
  private static volatile @Nullable ScanBridge installed;

  /** From now on this one answers; {@code null}: nobody does. */
  public static void install(@Nullable ScanBridge bridge) {
    installed = bridge;
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

  /** See {@link #enter}. */
  protected abstract @Nullable Object entered(
      int site, @Nullable Object self, Object @Nullable [] arguments);

  /** See {@link #exit}. */
  protected abstract void exited(
      Object call, @Nullable Object returned, @Nullable Throwable thrown);
}
