package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JVMs that run one program to its end and are measured meanwhile, one at a time.
 *
 * @param home the JDK
 * @param classPath of the program
 */
record Jvm(Path home, String classPath) {
  /** The shell knows what a process took that has ended; Java does not. */
  private static final String TIMED = "TIMEFORMAT='%U %S'; time \"$@\"";

  private static final Pattern TIMES = Pattern.compile("(\\d+\\.\\d+) (\\d+\\.\\d+)\\s*$");

  /**
   * How one ended.
   *
   * @param wallMillis from its start to its end
   * @param cpuMillis of all its threads
   * @param output what it printed on standard output
   */
  record Run(double wallMillis, double cpuMillis, String output) {}

  /** A JDK and the class path of the benchmarks themselves. */
  static Jvm of(Path home) {
    return new Jvm(home, System.getProperty("java.class.path"));
  }

  /** What is typed to run a program. */
  List<String> command(List<String> options, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException if it fails
   */
  Run run(List<String> options, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    return run(options, program.getName(), arguments);
  }

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException if it fails
   */
  Run run(List<String> options, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    command.addAll(command(options, program, arguments));
    Path errors = Files.createTempFile("stderr", ".txt");
    try {
      long begin = System.nanoTime();
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      double wall = (System.nanoTime() - begin) / 1e6;
      String said = Files.readString(errors);
      Matcher times = TIMES.matcher(said);
      if (status != 0 || !times.find()) {
        throw new IllegalStateException(command + " printed " + output + said);
      }
      double cpu = Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
      return new Run(wall, cpu * 1_000, output);
    } finally {
      Files.delete(errors);
    }
  }
}
