package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder for what a benchmark needs on disk, which goes with it.
 *
 * @param folder the folder
 */
record Workplace(Path folder) implements AutoCloseable {
  static Workplace create() throws IOException {
    return new Workplace(Files.createTempDirectory("benchmark"));
  }

  /** A resource of the benchmarks as a file. */
  Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Workplace.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }

  Path newFolder() throws IOException {
    return Files.createTempDirectory(folder, "folder");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Workplace::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
