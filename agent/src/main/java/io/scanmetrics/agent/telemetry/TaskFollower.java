package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.bridge.ScanBridge;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Follows scans from thread to thread: what is handed over inside a phase or scan is part of it
 * when it is run, whoever runs it, and what was handed over outside of any is part of none.
 *
 * <p>Wraps and changes nothing of the application: it notes whose a task is where the JDK takes it,
 * and looks that up where the JDK runs it. Runs on the application's threads, inside the JDK's
 * executors and possibly inside their locks: waits for nothing.
 */
final class TaskFollower {
  /** Whether a factory of this class makes the threads that carry virtual threads. */
  private static final ClassValue<Boolean> MAKES_CARRIERS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> factory) {
          return factory.getName().startsWith("java.lang.VirtualThread");
        }
      };

  private final CallStacks stacks;
  private final WeakTable<Execution> waiting;
  private @Nullable JdkWeaving jdk;

  /** Whether the JDK is still to be woven. */
  private volatile boolean waitsForScan;

  TaskFollower(CallStacks stacks, WeakTable<Execution> waiting) {
    this.stacks = stacks;
    this.waiting = waiting;
  }

  /**
   * @param executors are woven when a scan begins
   */
  synchronized void weaveWith(JdkWeaving executors) {
    jdk = executors;
    waitsForScan = true;
  }

  /** A scan, or a phase of one, is about to begin. Whoever comes meanwhile waits, once. */
  void begin() {
    if (waitsForScan) {
      weave();
    }
  }

  private synchronized void weave() {
    if (waitsForScan && jdk != null) {
      jdk.weave();
      ScanBridge.follow(true);
      waitsForScan = false;
    }
  }

  /** Whether the JDK is woven. */
  boolean isWoven() {
    return !waitsForScan;
  }

  /** Gives the JDK back as it was, until a scan begins; meant for when none is open. */
  synchronized void rest() {
    if (!waitsForScan && jdk != null) {
      ScanBridge.follow(false);
      waitsForScan = true;
      jdk.restore();
      stacks.startOver();
    }
  }

  /** See {@link ScanBridge#handOver}. */
  void handedOver(int way, @Nullable Object to, Object task) {
    if (way >= TaskWay.REFUSED) {
      if (way != TaskWay.NOT_REMOVED) {
        takenBack(way, to, task);
      }
      return;
    }
    CallStack stack = stacks.ofThread();
    Execution current = stack.current();
    if (current == null || stack.isReading()) {
      return;
    }
    switch (way) {
      case TaskWay.TASK, TaskWay.STAGE -> waiting.set(task, way, current);
      case TaskWay.MADE_FOR_SERVICE -> {
        if (!(to instanceof ThreadPoolExecutor)) {
          waiting.set(task, TaskWay.TASK, current);
        }
      }
      case TaskWay.TO_FORK_JOIN_POOL -> {
        if (!(to instanceof ForkJoinPool pool && isForCarriers(pool))) {
          waiting.set(task, TaskWay.TASK, current);
        }
      }
      case TaskWay.THREAD -> stacks.starts((Thread) task, current);
      case TaskWay.TO_THREAD_POOL -> {
        if (task instanceof FutureTask<?>) {
          waiting.set(task, TaskWay.TASK, current);
        } else {
          waiting.add(task, numberOf(to), current);
        }
      }
      default -> {}
    }
  }

  /** See {@link ScanBridge#takeUp}. */
  void takenUp(int way, @Nullable Object from, @Nullable Object task) {
    if (way > TaskWay.WORKER_LOOKS && waiting.isEmpty()) {
      // It is nobody's since the worker began to look.
      return;
    }
    CallStack stack = stacks.ofThread();
    if (stack.isCarrier()) {
      return;
    }
    if (way >= TaskWay.WORKER && from != null) {
      works(way, from, task, stack);
      return;
    }
    boolean nothingWaits = waiting.isEmpty();
    if (task == null || (nothingWaits && stack.current() == null)) {
      return;
    }
    switch (way) {
      case TaskWay.TASK -> {
        Execution known = nothingWaits ? null : waiting.take(task, TaskWay.TASK);
        begin(task, known == null ? stack.current() : known, stack);
      }
      case TaskWay.REPEATED -> {
        Execution known = nothingWaits ? null : waiting.get(task, TaskWay.TASK);
        begin(task, known == null ? stack.current() : known, stack);
      }
      case TaskWay.FORK ->
          begin(task, nothingWaits ? null : waiting.take(task, TaskWay.TASK), stack);
      case TaskWay.STAGE ->
          begin(task, nothingWaits ? null : waiting.get(task, TaskWay.STAGE), stack);
      default -> {}
    }
  }

  /** See {@link ScanBridge#layDown}. */
  void laidDown(int way, @Nullable Object rest, Object task) {
    CallStack stack = stacks.ofThread();
    TaskFrame frame = stack.currentTask();
    if (frame != null && frame.task == task) {
      stack.pop(frame);
    }
    if (way == TaskWay.STAGE && rest == null && !waiting.isEmpty()) {
      waiting.take(task, TaskWay.STAGE);
    }
  }

  /** See {@link WeakTable#tidyUp}. */
  void tidyUp() {
    waiting.tidyUp();
  }

  private static void begin(Object task, @Nullable Execution execution, CallStack stack) {
    if (execution != stack.current()) {
      stack.push(new TaskFrame(task, execution));
    }
  }

  /**
   * A thread pool's worker. Of a pool that worked before its class was woven, the workers are in
   * the middle of their loop: they are seen from the first step on that they take anew.
   */
  private void works(int way, Object pool, @Nullable Object task, CallStack stack) {
    TaskFrame work = way == TaskWay.WORKER ? null : stack.workFor(pool);
    if (work == null) {
      work = new TaskFrame(pool, null);
      stack.push(work);
    }
    if (way == TaskWay.WORKER_LOOKS) {
      stack.returnTo(work);
      work.turnTo(null);
      work.found = false;
    } else if (!work.found) {
      work.turnTo(taken(task, pool));
      work.found = task != null;
    }
  }

  private @Nullable Execution taken(@Nullable Object task, Object pool) {
    return task == null || task instanceof FutureTask<?> || waiting.isEmpty()
        ? null
        : waiting.take(task, numberOf(pool));
  }

  /** A pool will not run a task that it was given. */
  private void takenBack(int way, @Nullable Object pool, Object task) {
    if (task instanceof FutureTask<?> || waiting.isEmpty()) {
      return;
    }
    if (way == TaskWay.REMOVED) {
      waiting.take(task, numberOf(pool));
    } else if (pool instanceof ThreadPoolExecutor p && isGivenUp(p)) {
      waiting.takeBack(task, numberOf(pool));
    }
  }

  /** Whether the pool's policy is one that does not try again with the same task. */
  private static boolean isGivenUp(ThreadPoolExecutor pool) {
    return pool.getRejectedExecutionHandler().getClass().getDeclaringClass()
        == ThreadPoolExecutor.class;
  }

  private static boolean isForCarriers(ForkJoinPool pool) {
    ForkJoinPool.ForkJoinWorkerThreadFactory factory = pool.getFactory();
    return factory != ForkJoinPool.defaultForkJoinWorkerThreadFactory
        && MAKES_CARRIERS.get(factory.getClass());
  }

  /** Under which a pool's tasks wait, beside those that are known by themselves. */
  private static int numberOf(@Nullable Object pool) {
    return 31 * (1 + System.identityHashCode(pool));
  }
}
