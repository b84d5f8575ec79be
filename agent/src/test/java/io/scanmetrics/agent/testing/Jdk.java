package io.scanmetrics.agent.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JDK that forked tests run on: the one that runs the build, and those whose homes the property
 * {@code test.jdks} names.
 */
public record Jdk(Path home) {
  /** All of them; as the method source of a parameterized test. */
  public static Stream<Jdk> all() {
    List<Jdk> all = new ArrayList<>();
    all.add(current());
    for (String home : System.getProperty("test.jdks", "").split(",", -1)) {
      if (!home.isBlank() && !home.startsWith("${")) {
        all.add(new Jdk(Path.of(home.strip())));
      }
    }
    return all.stream();
  }

  /**
   * The last that is named, for what takes a while and the JVM's version has little part in; all of
   * them in a run with all that takes long.
   */
  public static Stream<Jdk> last() {
    List<Jdk> all = all().toList();
    int left = Boolean.getBoolean("test.long") ? 0 : all.size() - 1;
    return all.stream().skip(left);
  }

  /** The one that runs this test. */
  public static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")));
  }

  /** One of its programs. */
  public Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  @Override
  public String toString() {
    return home.getFileName().toString();
  }
}
