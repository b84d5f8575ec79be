package com.acme.futures;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Phases that return before their work is done. Each works for at least {@value #MILLIS} ms. */
final class Scanner {
  static final int MILLIS = 40;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ForkJoinPool forks = new ForkJoinPool(2);
  private final CountDownLatch submitted = new CountDownLatch(1);

  record Report(List<String> findings, boolean ok) {}

  /** A scan that is over when its future is. */
  CompletableFuture<Report> scan(String id, Supplier<? extends Future<?>> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return (Report) work.get().get();
          } catch (Exception e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
          }
        },
        pool);
  }

  CompletableFuture<Report> stage() {
    return CompletableFuture.supplyAsync(this::work, pool).thenApply(report -> report);
  }

  CompletionStage<Report> failing() {
    return CompletableFuture.supplyAsync(
        () -> {
          work();
          throw new IllegalArgumentException("no such layer");
        },
        pool);
  }

  Future<Report> future() {
    return pool.submit(this::work);
  }

  ForkJoinTask<Report> fork() {
    return forks.submit(this::work);
  }

  Future<Report> cancelled() {
    CompletableFuture<Report> never = new CompletableFuture<>();
    pool.execute(
        () -> {
          work();
          never.cancel(true);
        });
    return never;
  }

  /** A stage that is none of the JDK's. */
  @SuppressWarnings("unchecked")
  CompletionStage<Report> own() {
    CompletableFuture<Report> inner = CompletableFuture.supplyAsync(this::work, pool);
    return (CompletionStage<Report>)
        Proxy.newProxyInstance(
            Scanner.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> method.invoke(inner, arguments));
  }

  Future<Report> done() {
    return CompletableFuture.completedFuture(work());
  }

  /** Any object may happen to be a future. */
  Object anything() {
    return CompletableFuture.supplyAsync(this::work, pool);
  }

  /** One method submits the work, another one waits for it. */
  void begin() {
    pool.execute(
        () -> {
          work();
          submitted.countDown();
        });
  }

  CompletableFuture<Report> end() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            submitted.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return work();
        },
        pool);
  }

  Report work() {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Report(List.of("CVE-1", "CVE-2"), true);
  }

  void close() {
    pool.shutdown();
    forks.shutdown();
  }
}
