package com.acme.killed;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The application's own log: a line is with the operating system when it is noted. */
final class Returned {
  private final FileOutputStream log;

  Returned(FileOutputStream log) {
    this.log = log;
  }

  void note(String what, String scan, int number) throws IOException {
    String line = what + " " + scan + " " + number + " " + System.currentTimeMillis() + "\n";
    log.write(line.getBytes(StandardCharsets.US_ASCII));
  }
}
