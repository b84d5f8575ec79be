package io.scanmetrics.agent.telemetry;

/**
 * By which method of the JDK a task goes from the one who hands it over to the thread that runs it.
 * Numbers, because the code woven into the JDK can name no class of the agent.
 */
public final class TaskWay {
  /** A task that nobody else hands over at the same time: known by itself. */
  public static final int TASK = 0;

  /** The same, but run more than once. */
  public static final int REPEATED = 1;

  /** A task made for an executor service, maybe one that is not the JDK's. */
  public static final int MADE_FOR_SERVICE = 2;

  /** A fork, handed to a pool. */
  public static final int TO_FORK_JOIN_POOL = 3;

  /** A fork is run, maybe by a thread that only helps because it has to wait. */
  public static final int FORK = 4;

  /** What is to follow a stage of a CompletableFuture. */
  public static final int STAGE = 5;

  /** A thread is started. */
  public static final int THREAD = 6;

  /** A thread pool gets a task. */
  public static final int TO_THREAD_POOL = 7;

  /** A thread pool does not want a task, and asks its policy what to do with it. */
  public static final int REFUSED = 8;

  /** Somebody tries to take a task back from a thread pool, and does not get it. */
  public static final int NOT_REMOVED = 9;

  /** Somebody takes a task back from a thread pool: the number above, plus true. */
  public static final int REMOVED = 10;

  /** A thread pool's worker begins, maybe with a first task. */
  public static final int WORKER = 11;

  /** A worker looks for its next task. */
  public static final int WORKER_LOOKS = 12;

  /** A worker has found its next task. */
  public static final int WORKER_FINDS = 13;

  /** A worker is about to run a task. */
  public static final int WORKER_RUNS = 14;

  private TaskWay() {}
}
