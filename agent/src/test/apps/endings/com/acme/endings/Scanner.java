package com.acme.endings;

public final class Scanner {
  public void scan(String id, Runnable end) {
    ingest();
    publish(end);
  }

  static void ingest() {}

  static void publish(Runnable end) {
    end.run();
  }
}
