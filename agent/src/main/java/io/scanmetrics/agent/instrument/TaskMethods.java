package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.telemetry.TaskWay;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;

/**
 * Where the JDK hands tasks over and runs them, and what is woven in there.
 *
 * <p>As few methods as will do, and such as run whenever something is handed over, whatever an
 * application has overridden. A pool may be at work already when its class is woven: what its
 * threads are in the middle of stays as it was, so nothing depends on methods that hardly ever
 * return. A method that another version of the JDK does not have is not missed.
 */
final class TaskMethods {
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String STAGES = CONCURRENT + "CompletableFuture$";
  private static final String UNI = STAGES + "UniCompletion";

  private static final String BEFORE_EXECUTE = "(Ljava/lang/Thread;Ljava/lang/Runnable;)V";

  private static final Set<String> CLASSES =
      Set.of(
          "java/lang/Thread",
          "java/lang/VirtualThread",
          CONCURRENT + "AbstractExecutorService",
          CONCURRENT + "DelayScheduler",
          CONCURRENT + "ForkJoinPool",
          CONCURRENT + "ForkJoinTask",
          CONCURRENT + "FutureTask",
          CONCURRENT + "ScheduledThreadPoolExecutor",
          CONCURRENT + "ThreadPoolExecutor",
          STAGES + "AsyncRun",
          STAGES + "AsyncSupply",
          UNI,
          STAGES + "UniApply",
          STAGES + "UniAccept",
          STAGES + "UniRun",
          STAGES + "UniWhenComplete",
          STAGES + "UniHandle",
          STAGES + "UniExceptionally",
          STAGES + "UniComposeExceptionally",
          STAGES + "UniCompose",
          STAGES + "BiApply",
          STAGES + "BiAccept",
          STAGES + "BiRun",
          STAGES + "OrApply",
          STAGES + "OrAccept",
          STAGES + "OrRun");

  private TaskMethods() {}

  /** Whether anything is woven into that class of the JDK. */
  static boolean areIn(String internalName) {
    return CLASSES.contains(internalName);
  }

  /**
   * What is woven into the method; {@code null} if nothing is.
   *
   * @param owner one of these classes, or an application's own kind of thread pool, with slashes
   */
  static @Nullable MethodVisitor advice(
      String owner, String name, String descriptor, MethodVisitor next) {
    if (!areIn(owner)) {
      return name.equals("beforeExecute") && descriptor.equals(BEFORE_EXECUTE)
          ? beforeExecute(next)
          : null;
    }
    if (owner.startsWith(STAGES)) {
      return stage(owner, name, next);
    }
    return switch (owner.substring(owner.lastIndexOf('/') + 1)) {
      case "Thread" -> name.equals("start") ? thread(next) : null;
      // Its other start calls this one.
      case "VirtualThread" ->
          name.equals("start") && !descriptor.startsWith("()") ? thread(next) : null;
      case "AbstractExecutorService" ->
          name.equals("newTaskFor") ? TaskAdvice.makes(next, TaskWay.MADE_FOR_SERVICE) : null;
      case "DelayScheduler" ->
          name.equals("pend") ? TaskAdvice.handsOver(next, TaskWay.TASK, 1) : null;
      case "ForkJoinPool" -> forkJoinPool(name, descriptor, next);
      case "ForkJoinTask" -> forkJoinTask(owner, name, next);
      case "FutureTask" -> futureTask(owner, name, next);
      case "ScheduledThreadPoolExecutor" ->
          name.equals("delayedExecute") || name.equals("reExecutePeriodic")
              ? TaskAdvice.handsOver(next, TaskWay.TO_THREAD_POOL, 1)
              : null;
      case "ThreadPoolExecutor" -> threadPool(owner, name, next);
      default -> null;
    };
  }

  private static MethodVisitor beforeExecute(MethodVisitor next) {
    return TaskAdvice.takesUp(next, TaskWay.WORKER_RUNS, 2);
  }

  private static MethodVisitor thread(MethodVisitor next) {
    return TaskAdvice.handsOver(next, TaskWay.THREAD, 0);
  }

  private static @Nullable MethodVisitor forkJoinPool(
      String name, String descriptor, MethodVisitor next) {
    String task = "L" + CONCURRENT + "ForkJoinTask;)";
    return switch (name) {
      case "externalSubmit", "poolSubmit" -> {
        if (descriptor.startsWith("(" + task)) {
          yield TaskAdvice.handsOver(next, TaskWay.TO_FORK_JOIN_POOL, 1);
        }
        yield descriptor.startsWith("(Z" + task)
            ? TaskAdvice.handsOver(next, TaskWay.TO_FORK_JOIN_POOL, 2)
            : null;
      }
      default -> null;
    };
  }

  private static @Nullable MethodVisitor forkJoinTask(
      String owner, String name, MethodVisitor next) {
    return switch (name) {
      case "fork" -> TaskAdvice.handsOver(next, TaskWay.TASK, 0);
      case "doExec" -> TaskAdvice.runs(next, TaskWay.FORK, owner);
      case "invoke", "invokeAll", "quietlyInvoke" ->
          TaskAdvice.runsAtOnce(next, TaskWay.TASK, "doExec");
      default -> null;
    };
  }

  private static @Nullable MethodVisitor futureTask(String owner, String name, MethodVisitor next) {
    return switch (name) {
      case "run" -> TaskAdvice.runs(next, TaskWay.TASK, owner);
      case "runAndReset" -> TaskAdvice.runs(next, TaskWay.REPEATED, owner);
      default -> null;
    };
  }

  private static @Nullable MethodVisitor threadPool(String owner, String name, MethodVisitor next) {
    return switch (name) {
      case "execute" -> TaskAdvice.handsOver(next, TaskWay.TO_THREAD_POOL, 1);
      case "reject" -> TaskAdvice.handsOver(next, TaskWay.REFUSED, 1);
      case "remove" -> TaskAdvice.takesBack(next, TaskWay.NOT_REMOVED);
      case "runWorker" ->
          TaskAdvice.works(
              next, TaskWay.WORKER, owner, owner + "$Worker", "firstTask", "Ljava/lang/Runnable;");
      case "getTask" -> TaskAdvice.looks(next, TaskWay.WORKER_LOOKS, TaskWay.WORKER_FINDS);
      case "beforeExecute" -> beforeExecute(next);
      default -> null;
    };
  }

  private static @Nullable MethodVisitor stage(String owner, String name, MethodVisitor next) {
    boolean constructor = name.equals("<init>");
    if (owner.equals(UNI)) {
      return constructor ? TaskAdvice.makesItself(next, TaskWay.STAGE) : null;
    }
    if (owner.equals(STAGES + "AsyncRun") || owner.equals(STAGES + "AsyncSupply")) {
      if (constructor) {
        return TaskAdvice.makesItself(next, TaskWay.TASK);
      }
      return name.equals("run") ? TaskAdvice.runs(next, TaskWay.TASK, owner) : null;
    }
    return name.equals("tryFire")
        ? TaskAdvice.runsOnce(
            next, TaskWay.STAGE, owner, UNI, "dep", "L" + CONCURRENT + "CompletableFuture;")
        : null;
  }
}
