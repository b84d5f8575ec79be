package com.example.observability;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of Prometheus that the machine may have: Debian's package {@code prometheus} brings
 * them. A build needs none of them: see {@link Needs}.
 */
record Program(Path path) {
  static final String FOLDER = "test.prometheus";

  /** The one of this name on the PATH, or where {@code test.prometheus} says. */
  static Optional<Program> find(String name) {
    return folders()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Program::new);
  }

  private static Stream<Path> folders() {
    String named = System.getProperty(FOLDER, "");
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(named), Stream.of(path.split(File.pathSeparator, -1)))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /** Runs it to its end, a minute at most. */
  Result run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile("program", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("does not end: " + command);
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /** How it ended, and what it printed. */
  record Result(int status, String output) {}
}
