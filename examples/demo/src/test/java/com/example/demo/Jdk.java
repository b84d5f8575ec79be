package com.example.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JDK that the demo is tried on: the one of the build, and those that {@code test.jdks} names.
 */
record Jdk(Path home) {
  static Stream<Jdk> all() {
    return Stream.concat(
        Stream.of(current()),
        Stream.of(System.getProperty("test.jdks", "").split(",", -1))
            .filter(home -> !home.isBlank() && !home.startsWith("${"))
            .map(home -> new Jdk(Path.of(home.strip()))));
  }

  /**
   * The last that is named, for what takes a while and the JVM's version has little part in; all of
   * them in a run with all that takes long.
   */
  static Stream<Jdk> last() {
    List<Jdk> all = all().toList();
    int left = Boolean.getBoolean("test.long") ? 0 : all.size() - 1;
    return all.stream().skip(left);
  }

  static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")));
  }

  @Override
  public String toString() {
    return home.getFileName().toString();
  }
}
