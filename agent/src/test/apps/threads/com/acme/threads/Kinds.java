package com.acme.threads;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Every way of the JDK to have work done by another thread. All pools are shared by all scans. */
final class Kinds {
  private static final int TASKS = 3;

  private final ExecutorService fixed = Executors.newFixedThreadPool(4);
  private final ExecutorService cached = Executors.newCachedThreadPool();
  private final ExecutorService single = Executors.newSingleThreadExecutor();
  private final ExecutorService own = new OwnPool();
  private final ExecutorService full =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          new ThreadPoolExecutor.CallerRunsPolicy());
  private final ExecutorService blocking =
      new ThreadPoolExecutor(
          2,
          2,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          (task, pool) -> {
            try {
              pool.getQueue().put(task);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
  private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(3);
  private final ForkJoinPool forkJoin = new ForkJoinPool(3);
  private final OwnService service = new OwnService();
  private final Map<String, Scanner.Work> all = new LinkedHashMap<>();

  Kinds() throws Exception {
    all.put("execute", scan -> executes(fixed, scan));
    all.put("execute-cached", scan -> executes(cached, scan));
    all.put("execute-own-pool", scan -> executes(own, scan));
    all.put("execute-caller-runs", scan -> executes(full, scan));
    all.put("execute-blocking", scan -> executes(blocking, scan));
    all.put("execute-scheduled", scan -> executes(scheduled, scan));
    all.put("execute-fork-join", scan -> executes(forkJoin, scan));
    all.put("execute-common", scan -> executes(ForkJoinPool.commonPool(), scan));
    all.put("submit", scan -> submits(fixed, scan));
    all.put("submit-single", scan -> submits(single, scan));
    all.put("submit-fork-join", scan -> submits(forkJoin, scan));
    all.put("submit-own-service", scan -> submits(service, scan));
    all.put("invoke-all", scan -> fixed.invokeAll(callables(scan)));
    all.put("invoke-all-fork-join", scan -> forkJoin.invokeAll(callables(scan)));
    all.put("invoke-any", scan -> cached.invokeAny(List.of(() -> Scanner.analyze(scan))));
    all.put("schedule", this::schedules);
    all.put("schedule-at-fixed-rate", this::repeats);
    all.put("same-task", this::sameTask);
    all.put("fork", scan -> forkJoin.invoke(new Forks(scan, 8)));
    all.put("fork-common", scan -> new Forks(scan, 8).invoke());
    all.put("adapted", scan -> forkJoin.submit(ForkJoinTask.adapt(() -> Scanner.analyze(scan))).get());
    all.put("parallel-stream", scan -> streams(scan));
    all.put("async", scan -> stages(scan));
    all.put("sync-stages", scan -> syncStages(scan));
    all.put("completed-elsewhere", scan -> completedElsewhere(scan));
    all.put("combined", scan -> combined(scan));
    all.put("delayed", scan -> delayed(scan));
    all.put("thread", scan -> threads(scan));
    all.put("tasks-in-tasks", scan -> fixed.submit(() -> { forkJoin.submit(() -> thread(scan)).get(); return 0; }).get());
    if (has("java.util.concurrent.Executors", "newVirtualThreadPerTaskExecutor")) {
      ExecutorService virtual =
          (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      all.put("virtual-executor", scan -> submits(virtual, scan));
      all.put("virtual-invoke-all", scan -> virtual.invokeAll(callables(scan)));
      all.put(
          "virtual-thread",
          scan -> ((Thread) start.invoke(null, (Runnable) () -> sleepy(scan))).join());
      all.put("virtual-nested", scan -> virtual.submit(() -> fixed.submit(() -> sleepy(scan)).get()).get());
    }
    if (has("java.util.concurrent.StructuredTaskScope", "open")) {
      all.put("structured", Structured::run);
    }
  }

  Map<String, Scanner.Work> all() {
    return all;
  }

  void close() {
    for (ExecutorService pool : List.of(fixed, cached, single, own, full, blocking, scheduled, forkJoin, service)) {
      pool.shutdown();
    }
  }

  private static boolean has(String type, String method) {
    try {
      Class.forName(type).getMethod(method);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static void executes(ExecutorService pool, String scan) throws Exception {
    CountDownLatch done = new CountDownLatch(TASKS);
    for (int i = 0; i < TASKS; i++) {
      pool.execute(
          () -> {
            Scanner.analyze(scan);
            done.countDown();
          });
    }
    done.await();
  }

  private static void submits(ExecutorService pool, String scan) throws Exception {
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      futures.add(pool.submit(() -> Scanner.analyze(scan)));
      futures.add(pool.submit((Runnable) () -> Scanner.analyze(scan)));
    }
    for (Future<?> future : futures) {
      future.get();
    }
  }

  private static Collection<Callable<String>> callables(String scan) {
    return List.of(() -> Scanner.analyze(scan), () -> Scanner.analyze(scan));
  }

  private void schedules(String scan) throws Exception {
    ScheduledFuture<?> one = scheduled.schedule(() -> Scanner.analyze(scan), 1, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> other =
        scheduled.schedule((Runnable) () -> Scanner.analyze(scan), 0, TimeUnit.MILLISECONDS);
    one.get();
    other.get();
  }

  private void repeats(String scan) throws Exception {
    CountDownLatch done = new CountDownLatch(3);
    ScheduledFuture<?> repeated =
        scheduled.scheduleAtFixedRate(
            () -> {
              if (done.getCount() > 0) {
                Scanner.analyze(scan);
                done.countDown();
              }
            },
            0,
            200,
            TimeUnit.MICROSECONDS);
    done.await();
    repeated.cancel(false);
  }

  /** One and the same object in the same queue for all scans: which run is whose? */
  private final LinkedBlockingQueue<String> scans = new LinkedBlockingQueue<>();

  private final CountDownLatch never = new CountDownLatch(1);
  private final Runnable next = () -> Scanner.analyze(String.valueOf(scans.poll()));

  private void sameTask(String scan) throws Exception {
    synchronized (scans) {
      scans.add(scan);
      single.execute(next);
    }
    single.submit(() -> 0).get();
  }

  private static void streams(String scan) {
    IntStream.range(0, 16).parallel().forEach(i -> Scanner.analyze(scan));
  }

  private void stages(String scan) throws Exception {
    CompletableFuture.supplyAsync(() -> Scanner.analyze(scan))
        .thenApply(Scanner::analyze)
        .thenApplyAsync(Scanner::analyze)
        .thenComposeAsync(s -> CompletableFuture.supplyAsync(() -> Scanner.analyze(s), fixed), forkJoin)
        .thenCombineAsync(CompletableFuture.runAsync(() -> Scanner.analyze(scan), service), (s, v) -> Scanner.analyze(s), cached)
        .handleAsync((s, e) -> Scanner.analyze(scan))
        .whenComplete((s, e) -> Scanner.analyze(scan))
        .thenAcceptAsync(Scanner::analyze, single)
        .get();
  }

  /** Stages of one scan that a thread of another, or of none, completes. */
  private static final AtomicReference<CompletableFuture<String>> OTHERS = new AtomicReference<>();

  private void completedElsewhere(String scan) throws Exception {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> end =
        mine.thenApply(other -> Scanner.analyze(scan))
            .thenApplyAsync(s -> Scanner.analyze(scan), fixed)
            .exceptionally(e -> Scanner.analyze(scan));
    CompletableFuture<String> another = OTHERS.getAndSet(mine);
    if (another != null) {
      another.complete(scan);
    }
    // The last one waits for nobody.
    if (another == null || !end.isDone()) {
      mine.complete(scan);
    }
    end.get();
  }

  private static void syncStages(String scan) throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<Void> end =
        first
            .thenApply(Scanner::analyze)
            .thenCompose(s -> CompletableFuture.completedFuture(Scanner.analyze(s)))
            .thenAccept(Scanner::analyze);
    Thread other = new Thread(() -> first.complete(scan));
    other.start();
    other.join();
    end.get();
  }

  private void combined(String scan) throws Exception {
    CompletableFuture<String> a = CompletableFuture.supplyAsync(() -> Scanner.analyze(scan), fixed);
    CompletableFuture<String> b = CompletableFuture.supplyAsync(() -> Scanner.analyze(scan), cached);
    a.thenCombine(b, (x, y) -> Scanner.analyze(x)).get();
    a.applyToEither(b, Scanner::analyze).get();
    a.runAfterBoth(b, () -> Scanner.analyze(scan)).get();
    CompletableFuture.allOf(a, b).thenRun(() -> Scanner.analyze(scan)).get();
    CompletableFuture.anyOf(a, b).thenRunAsync(() -> Scanner.analyze(scan)).get();
  }

  private static void delayed(String scan) throws Exception {
    CompletableFuture.supplyAsync(
            () -> Scanner.analyze(scan),
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
        .get();
  }

  private static void threads(String scan) throws Exception {
    Thread plain = new Thread(() -> Scanner.analyze(scan));
    Thread overriding =
        new Thread() {
          @Override
          public void run() {
            Scanner.analyze(scan);
          }
        };
    plain.start();
    overriding.start();
    plain.join();
    overriding.join();
  }

  private static String thread(String scan) {
    Thread thread = new Thread(() -> Scanner.analyze(scan));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return scan;
  }

  private static String sleepy(String scan) {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Scanner.analyze(scan);
  }

  private static final class Forks extends RecursiveAction {
    private static final long serialVersionUID = 1L;
    private final String scan;
    private final int size;

    Forks(String scan, int size) {
      this.scan = scan;
      this.size = size;
    }

    @Override
    protected void compute() {
      if (size == 1) {
        Scanner.analyze(scan);
      } else if (size == 4) {
        Forks left = new Forks(scan, 2);
        left.fork();
        new Forks(scan, 2).compute();
        left.join();
      } else {
        invokeAll(new Forks(scan, size / 2), new Forks(scan, size / 2));
      }
    }
  }
}
