package com.acme.host;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Sends both of its streams elsewhere while it scans, and then prints what came there. */
public final class OwnStreams {
  private OwnStreams() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    ByteArrayOutputStream caught = new ByteArrayOutputStream();
    System.setOut(new PrintStream(caught, true));
    System.setErr(new PrintStream(caught, true));
    new Scanner().scan("nightly", "app.jar");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> out.println("caught: " + caught.size())));
  }
}
