package io.scanmetrics.agent.telemetry;

import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/** The stack of each thread. A new thread begins where the one that started it was. */
final class CallStacks {
  private static final String CARRIER = "jdk.internal.misc.CarrierThread";

  private static final @Nullable ClassLoader OWN_LOADER = CallStacks.class.getClassLoader();

  /** Whether nothing of the application's has that loader. */
  private static final boolean ISOLATED = OWN_LOADER != ClassLoader.getSystemClassLoader();

  private static final ThreadLocal<CallStack> OF_THREAD = new ThreadLocal<>();

  private final WeakTable<Execution> waiting;

  /** Stacks that were begun in an earlier one are of no use any more. */
  private volatile int era;

  /**
   * @param waiting knows what threads that have been started are part of
   */
  CallStacks(WeakTable<Execution> waiting) {
    this.waiting = waiting;
  }

  /** The calling thread's. */
  CallStack ofThread() {
    CallStack stack = OF_THREAD.get();
    if (stack == null) {
      return begin(Thread.currentThread());
    }
    if (stack.era != era) {
      stack.startOver(era);
    }
    return stack;
  }

  /** What threads are in the middle of has nothing to do with what they will do from here on. */
  synchronized void startOver() {
    int next = era + 1;
    era = next;
  }

  /** The calling thread starts another one. */
  void starts(Thread thread, Execution current) {
    if (!(thread instanceof ForkJoinWorkerThread)) {
      waiting.set(thread, TaskWay.THREAD, current);
    }
  }

  /** They have our loader for their context, and so have those that libraries start on them. */
  private static boolean isOurs(Thread thread) {
    try {
      return thread.getContextClassLoader() == OWN_LOADER;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private CallStack begin(Thread thread) {
    CallStack stack = new CallStack(thread.getClass().getName().equals(CARRIER));
    stack.startOver(era);
    // Before the thread is asked anything: it may be of a class that is measured itself.
    OF_THREAD.set(stack);
    stack.countAsOurs(ISOLATED && isOurs(thread));
    Execution inherited = waiting.isEmpty() ? null : waiting.take(thread, TaskWay.THREAD);
    if (inherited != null) {
      stack.push(new TaskFrame(thread, inherited));
    }
    return stack;
  }
}
