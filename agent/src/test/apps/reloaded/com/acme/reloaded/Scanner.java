package com.acme.reloaded;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** Reads on its own thread and publishes on that of a pool. */
public final class Scanner {
  private final ExecutorService pool;

  public Scanner(ExecutorService pool) {
    this.pool = pool;
  }

  public void scan(String id) throws Exception {
    scan(id, () -> null);
  }

  void scan(String id, Callable<?> publishing) throws Exception {
    new Feed().read(id);
    pool.submit(() -> new Publisher().publish(id, publishing)).get();
  }
}

final class Feed {
  int read(String id) {
    return id.length();
  }
}

final class Publisher {
  Object publish(String id, Callable<?> publishing) throws Exception {
    return publishing.call();
  }
}
