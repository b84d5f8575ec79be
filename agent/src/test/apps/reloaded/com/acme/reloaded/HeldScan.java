package com.acme.reloaded;

import java.util.concurrent.CountDownLatch;

/** A scan on a thread of its own, which is held while its pool publishes. */
final class HeldScan {
  private final CountDownLatch publishing = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread thread;

  HeldScan(Scanner scanner, String id) throws InterruptedException {
    thread = new Thread(() -> scan(scanner, id));
    thread.start();
    publishing.await();
  }

  void release() throws InterruptedException {
    released.countDown();
    thread.join();
  }

  private void scan(Scanner scanner, String id) {
    try {
      scanner.scan(
          id,
          () -> {
            publishing.countDown();
            released.await();
            return null;
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
