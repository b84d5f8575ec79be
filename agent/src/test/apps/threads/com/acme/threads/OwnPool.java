package com.acme.threads;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread pool that overrides what it may, and calls super nowhere. */
final class OwnPool extends ThreadPoolExecutor {
  OwnPool() {
    super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  @Override
  public void execute(Runnable task) {
    super.execute(new Wrapped(task));
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {}

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {}

  private record Wrapped(Runnable task) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }
}
