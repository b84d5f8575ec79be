package com.acme.endings;

public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    new Scanner().scan("nightly");
    System.out.println("end of main");
  }
}

class Scanner implements Publishing {
  void scan(String id) {
    ingest();
    publish(id);
  }

  static synchronized void ingest() {}
}

interface Publishing {
  default void publish(String id) {}
}
