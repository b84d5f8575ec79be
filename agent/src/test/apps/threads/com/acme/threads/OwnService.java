package com.acme.threads;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An executor service that owes nothing but its tasks to the JDK: one thread, one queue. */
final class OwnService extends AbstractExecutorService {
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::work);
  private volatile boolean open = true;

  OwnService() {
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try {
      while (open) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void execute(Runnable task) {
    queue.add(task);
  }

  @Override
  public void shutdown() {
    open = false;
    thread.interrupt();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.copyOf(queue);
  }

  @Override
  public boolean isShutdown() {
    return !open;
  }

  @Override
  public boolean isTerminated() {
    return !open;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    thread.join(unit.toMillis(timeout));
    return !thread.isAlive();
  }
}
