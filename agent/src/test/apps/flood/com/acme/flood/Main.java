package com.acme.flood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A scan that asks the same thing again and again, and does not mind being refused now and then.
 * May write down now and then how often it has asked, and when.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    int times = Integer.parseInt(arguments[0]);
    Log log = arguments.length > 1 ? new Log(Path.of(arguments[1])) : null;
    System.out.println("refused " + new Engine(log).scan("flood", times));
  }
}

final class Log {
  private static final long EVERY_NANOS = 5_000_000;

  private final Path file;
  private long next = System.nanoTime();

  Log(Path file) {
    this.file = file;
  }

  void asked(int times) throws IOException {
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + EVERY_NANOS;
      String line = times + " " + System.currentTimeMillis() + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}

final class Engine {
  private final Log log;

  Engine(Log log) {
    this.log = log;
  }

  int scan(String id, int times) throws IOException {
    return new Catalogue(log).lookUp(times);
  }
}

final class Catalogue {
  private final Log log;

  Catalogue(Log log) {
    this.log = log;
  }

  int lookUp(int times) throws IOException {
    int refused = 0;
    for (int i = 0; i < times; i++) {
      try {
        refused += Entry.read(i);
      } catch (IllegalStateException e) {
        refused++;
      }
      if (log != null) {
        log.asked(i + 1);
      }
    }
    return refused;
  }
}

final class Entry {
  private Entry() {}

  static int read(int number) {
    if (number % 1_000 == 999) {
      throw new IllegalStateException("refused " + number);
    }
    return 0;
  }
}
