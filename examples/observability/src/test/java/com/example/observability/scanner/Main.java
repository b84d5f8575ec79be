package com.example.observability.scanner;

import com.example.observability.scanner.Request.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads a command a line from stdin and ends with its input: {@code scan ID}, {@code fail ID},
 * {@code replay ID}, {@code hang ID}, and {@code orphan} for a phase outside any scan.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      obey(words[0], words.length > 1 ? words[1] : "");
    }
  }

  private static void obey(String command, String id) throws InterruptedException {
    switch (command) {
      case "scan" -> new Scanner().scan(new Request(id, "acme", false, End.WELL));
      case "replay" -> new Scanner().scan(new Request(id, "acme", true, End.WELL));
      case "fail" -> fail(new Request(id, "globex", false, End.FAILED));
      case "hang" -> hang(new Request(id, "acme", false, End.NEVER));
      case "orphan" -> new Scanner().vex();
      default -> throw new IllegalArgumentException(command);
    }
  }

  private static void fail(Request request) throws InterruptedException {
    try {
      new Scanner().scan(request);
    } catch (IllegalArgumentException e) {
      // As it should.
      return;
    }
    throw new IllegalStateException("did not fail");
  }

  private static void hang(Request request) {
    Thread thread =
        new Thread(
            () -> {
              try {
                new Scanner().scan(request);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "hangs");
    thread.setDaemon(true);
    thread.start();
  }
}
