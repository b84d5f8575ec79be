package io.scanmetrics.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;

/**
 * An application that hands over tasks which do nothing, in a JVM of its own. Prints, for each way
 * to hand one over and each place to do so, how much processor time of the whole JVM a task takes.
 */
public final class TaskLoad {
  /** So many wait at a time. */
  private static final int TASKS = 1 << 10;

  private static final int WARM_UP = 500;

  /** So many because the clock of processor time goes in steps of 10 ms. */
  private static final int MEASURED = 4_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** A new one in each place: a worker that is woven in the middle of its loop stays uncompiled. */
  private ExecutorService pool = Executors.newFixedThreadPool(1);

  private final ForkJoinPool forks = new ForkJoinPool(1);
  private volatile int done;

  private TaskLoad() {}

  public static void main(String[] arguments) throws Exception {
    TaskLoad load = new TaskLoad();
    load.measure("before the first scan");
    CountDownLatch end = new CountDownLatch(1);
    Thread other = scanUntil(end);
    load.measure("outside of scans, while one runs");
    end.countDown();
    other.join();
    load.measureInside("inside a scan");
    load.pool.shutdown();
  }

  /** What the rules call a scan. */
  static void scan(Work work) throws Exception {
    work.run();
  }

  interface Work {
    void run() throws Exception;
  }

  private static Thread scanUntil(CountDownLatch end) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                scan(
                    () -> {
                      running.countDown();
                      end.await();
                    });
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    running.await();
    return thread;
  }

  private void measureInside(String place) throws Exception {
    scan(() -> measure(place));
  }

  private void measure(String place) throws Exception {
    pool.shutdown();
    pool = Executors.newFixedThreadPool(1);
    measure("execute", place, this::execute);
    measure("submit", place, this::submit);
    measure("fork", place, () -> forks.invoke(new Fork(TASKS)));
    measure("stage", place, this::stages);
  }

  private static void measure(String way, String place, Work batch) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      batch.run();
    }
    long before = SYSTEM.getProcessCpuTime();
    for (int i = 0; i < MEASURED; i++) {
      batch.run();
    }
    long nanos = SYSTEM.getProcessCpuTime() - before;
    System.out.printf("%s;%s;%.1f%n", way, place, nanos / (double) TASKS / MEASURED);
  }

  /** The pool does not begin before all tasks are there: no thread waits for the other's lock. */
  private CountDownLatch holdPool() {
    CountDownLatch begin = new CountDownLatch(1);
    pool.execute(
        () -> {
          try {
            begin.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return begin;
  }

  private void execute() throws InterruptedException {
    CountDownLatch begin = holdPool();
    CountDownLatch ended = new CountDownLatch(1);
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      pool.execute(() -> done = number);
    }
    pool.execute(ended::countDown);
    begin.countDown();
    ended.await();
  }

  private void submit() throws Exception {
    CountDownLatch begin = holdPool();
    Future<Integer> last = pool.submit(() -> 0);
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      last = pool.submit(() -> number);
    }
    begin.countDown();
    done = last.get();
  }

  private void stages() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>(TASKS);
    List<CompletableFuture<Integer>> stages = new ArrayList<>(TASKS);
    for (int i = 0; i < TASKS; i++) {
      CompletableFuture<Integer> future = new CompletableFuture<>();
      futures.add(future);
      stages.add(future.thenApply(number -> number + 1));
    }
    for (CompletableFuture<Integer> future : futures) {
      future.complete(1);
    }
    done = stages.get(TASKS - 1).join();
  }

  private static final class Fork extends RecursiveAction {
    private static final long serialVersionUID = 1L;
    private final int leaves;

    Fork(int leaves) {
      this.leaves = leaves;
    }

    @Override
    protected void compute() {
      if (leaves > 1) {
        Fork other = new Fork(leaves / 2);
        other.fork();
        new Fork(leaves / 2).compute();
        other.join();
      }
    }
  }
}
