package com.acme.endless;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server that scans and scans, and leaves behind what such servers leave behind: futures that
 * nobody completes, work that nobody ends, scans that nobody closes, plug-ins that are unloaded. At
 * the end it says how much memory it takes, and what is still alive of what it has dropped.
 */
public final class Main {
  private static final int SAMPLES = 20;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final List<WeakReference<Object>> dropped = new ArrayList<>();
  private final int scans;

  private Main(int scans) {
    this.scans = scans;
  }

  public static void main(String[] arguments) throws Exception {
    new Main(Integer.parseInt(arguments[0])).run();
  }

  private void run() throws Exception {
    for (int i = 1; i <= scans; i++) {
      Job job = new Job("job " + i, i);
      boolean watched = i % Math.max(1, scans / 500) == 0;
      if (watched) {
        dropped.add(new WeakReference<>(job));
      }
      Engine.scan(job, pool);
      Desk.takeIn(job);
      if (i % 100 == 0) {
        Courier.carry("nobody knows " + i);
      }
      if (i % 50 == 0) {
        Thread thread = new Thread(() -> Engine.scan(new Job("other " + job.id(), 1), pool));
        thread.start();
        thread.join();
        dropped.add(new WeakReference<>(thread));
      }
      if (i % (scans / SAMPLES) == 0) {
        plugIn(job);
        System.out.println("used " + usedKilobytes());
      }
    }
    pool.shutdown();
    System.out.println("ended " + pool.awaitTermination(10, TimeUnit.SECONDS));
    System.out.println("alive " + alive());
  }

  private void plugIn(Job job) throws Exception {
    URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
      Class<?> plugin = loader.loadClass("com.acme.endless.Plugin");
      Runnable check = (Runnable) plugin.getConstructor().newInstance();
      Engine.scanWith(job, check);
      dropped.add(new WeakReference<>(loader));
      dropped.add(new WeakReference<>(check));
    }
  }

  /** What is kept: what the agent is about to work off goes within a moment. */
  private static long usedKilobytes() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      Thread.sleep(100);
      System.gc();
      least = Math.min(least, (runtime.totalMemory() - runtime.freeMemory()) >> 10);
    }
    return least;
  }

  /** What is reachable after all, once there has been time enough to let go of it. */
  private List<Object> alive() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<Object> alive;
    do {
      System.gc();
      alive = new ArrayList<>();
      for (WeakReference<Object> one : dropped) {
        Object object = one.get();
        if (object != null) {
          alive.add(object.getClass().getSimpleName());
        }
      }
    } while (!alive.isEmpty() && System.nanoTime() < deadline);
    return alive;
  }
}

final class Job {
  private final String id;
  private final int number;
  private final byte[] payload = new byte[1_024];

  Job(String id, int number) {
    this.id = id;
    this.number = number;
  }

  public String id() {
    return id;
  }

  public int number() {
    return number + payload[0];
  }
}

final class Engine {
  private Engine() {}

  static void scan(Job job, ExecutorService pool) {
    Steps.ingest(job);
    CompletableFuture<Job> analyzed = new CompletableFuture<>();
    pool.execute(() -> analyzed.complete(Steps.analyze(job)));
    CompletableFuture<Job> matched = Steps.match(job);
    if (job.number() % 5 != 0) {
      analyzed.thenAccept(matched::complete);
    }
    analyzed.join();
    Stage.open(job);
    if (job.number() % 7 != 0) {
      Stage.close(job);
    }
  }

  static void scanWith(Job job, Runnable check) {
    check.run();
    Steps.ingest(job);
  }
}

final class Steps {
  private Steps() {}

  static void ingest(Job job) {}

  static Job analyze(Job job) {
    return job;
  }

  static CompletableFuture<Job> match(Job job) {
    return new CompletableFuture<>();
  }
}

final class Stage {
  private Stage() {}

  static void open(Job job) {}

  static void close(Job job) {}
}

final class Desk {
  private Desk() {}

  static void takeIn(Job job) {}

  static void report(Job job) {}
}

final class Courier {
  private Courier() {}

  static void carry(String job) {}
}
