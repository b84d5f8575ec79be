package com.acme.hosted;

/** A scan that is no call, and a phase of it on a thread that nobody follows. */
final class Jobs {
  private Jobs() {}

  static void run(String id) throws InterruptedException {
    begin(id);
    Thread signer = new Thread(() -> sign(id));
    signer.start();
    signer.join();
    done(id);
  }

  static void begin(String id) {}

  static void sign(String id) {}

  static void done(String id) {}
}
