package com.acme.unchanged;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Prints all that an application can find out about its tasks and pools. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    scan("warm-up");
    scan("again");
  }

  private static void scan(String id) throws Exception {
    System.out.println(id);
    queues();
    schedules();
    stages();
    stackTraces();
  }

  /** Tasks whose equals and hashCode nobody but the application may call. */
  private record Task(String name, List<String> asked) implements Runnable {
    @Override
    public void run() {}

    @Override
    public boolean equals(Object other) {
      asked.add("equals of " + name);
      return other instanceof Task task && task.name.equals(name);
    }

    @Override
    public int hashCode() {
      asked.add("hashCode of " + name);
      return 1;
    }
  }

  private static void queues() throws Exception {
    List<String> asked = new ArrayList<>();
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, queue);
    CountDownLatch busy = block(pool);
    Task one = new Task("one", asked);
    Task two = new Task("two", asked);
    pool.execute(one);
    pool.execute(two);
    pool.execute(one);
    Future<?> future = pool.submit(two);
    System.out.println("waiting: " + queue.size() + ", first is mine: " + (queue.peek() == one));
    System.out.println("future in the queue: " + queue.contains(future));
    System.out.println("removed: " + pool.remove(two) + pool.remove(new Task("three", asked)));
    System.out.println("cancelled: " + future.cancel(false) + " " + future.isCancelled());
    pool.purge();
    List<Runnable> never = pool.shutdownNow();
    System.out.println("never run: " + never.size() + " mine: " + (never.get(0) == one));
    System.out.println("asked: " + asked);
    busy.countDown();
    System.out.println("ended: " + pool.awaitTermination(5, TimeUnit.SECONDS));
  }

  private static void schedules() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    pool.setRemoveOnCancelPolicy(true);
    Future<?> late = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
    System.out.println("scheduled: " + (pool.getQueue().peek() == late));
    System.out.println("cancelled: " + late.cancel(true) + " " + pool.getQueue().size());
    pool.shutdown();
  }

  private static void stages() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<Integer> second = first.thenApply(String::length);
    first.thenAccept(text -> System.out.println("accepted: " + text));
    System.out.println("dependents: " + first.getNumberOfDependents());
    System.out.println("types: " + first.getClass() + " " + second.getClass());
    first.complete("text");
    System.out.println("dependents: " + first.getNumberOfDependents() + " " + second.join());
    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> recovered =
        failing.thenApply(String::strip).exceptionally(e -> e.toString());
    failing.completeExceptionally(new IllegalStateException("no disk"));
    System.out.println("recovered: " + recovered.join());
  }

  private static void stackTraces() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    ForkJoinPool forks = new ForkJoinPool(1);
    CountDownLatch executed = new CountDownLatch(1);
    pool.execute(
        () -> {
          System.out.println("executed: " + stackTrace());
          executed.countDown();
        });
    executed.await();
    System.out.println("submitted: " + pool.submit(Main::stackTrace).get());
    System.out.println("forked: " + forks.submit(Main::stackTrace).get());
    System.out.println("supplied: " + CompletableFuture.supplyAsync(Main::stackTrace, pool).get());
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> applied = first.thenApply(s -> stackTrace());
    first.complete("");
    System.out.println("applied: " + applied.get());
    Thread thread = new Thread(() -> System.out.println("thread: " + stackTrace()));
    thread.start();
    thread.join();
    try {
      pool.submit(() -> Integer.parseInt("x")).get();
    } catch (java.util.concurrent.ExecutionException e) {
      System.out.println("thrown: " + frames(e.getCause()));
    }
    pool.shutdown();
    forks.shutdown();
  }

  /** Lambdas and the JVM's own classes are numbered anew in each run. */
  private static String stackTrace() {
    return frames(new Throwable());
  }

  private static String frames(Throwable thrown) {
    return List.of(thrown.getStackTrace()).stream()
        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
        .collect(Collectors.joining(" "));
  }

  private static CountDownLatch block(ThreadPoolExecutor pool) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          while (blocked.getCount() > 0) {
            try {
              blocked.await();
            } catch (InterruptedException e) {
              // As long as the test wants it.
            }
          }
        });
    running.await();
    return blocked;
  }
}
