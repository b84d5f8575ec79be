package com.acme.killed;

/** {@code Main THREADS}: scans for ever, on so many threads, and says which phases have returned. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[0]);
    for (int i = 0; i < threads; i++) {
      String name = ProcessHandle.current().pid() + "-" + i;
      new Thread(() -> Scanner.scanForEver(name)).start();
    }
  }
}
