package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How much longer a JVM takes that prints one line and never loads a class that a rule names. All
 * contenders alternate in one run, because machines drift.
 */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description = "A JVM that prints one line, without and with the agent.")
final class StartupBenchmark implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "40", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--java-home", description = "the JDK to measure on; default: this one")
  private Path javaHome = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--agent",
      defaultValue = "agent/target/scan-metrics-agent.jar",
      description = "default: ${DEFAULT-VALUE}")
  private Path agent = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("startup");
    Path application =
        jarOf(folder.resolve("application.jar"), PrintsOneLine.class, new Attributes());
    Attributes premain = new Attributes();
    premain.putValue("Premain-Class", EmptyAgent.class.getName());
    Path empty = jarOf(folder.resolve("empty.jar"), EmptyAgent.class, premain);
    Path rules = folder.resolve("seven-rules.yaml");
    try (InputStream in = StartupBenchmark.class.getResourceAsStream("seven-rules.yaml")) {
      Files.copy(Objects.requireNonNull(in), rules);
    }

    String ours = "-javaagent:" + agent.toAbsolutePath() + "=rules=" + rules;
    Map<String, List<String>> contenders = new LinkedHashMap<>();
    contenders.put("no agent", List.of());
    contenders.put("an agent that does nothing", List.of("-javaagent:" + empty));
    contenders.put("Scan Metrics, seven rules, no class matches", List.of(ours));

    Map<String, Sample> samples = new LinkedHashMap<>();
    for (int round = -2; round < rounds; round++) {
      for (Map.Entry<String, List<String>> contender : contenders.entrySet()) {
        double millis = run(contender.getValue(), application);
        if (round >= 0) {
          samples.computeIfAbsent(contender.getKey(), name -> new Sample()).add(millis);
        }
      }
    }
    print(samples);
    return loadsByteBuddy(ours, application) ? 1 : 0;
  }

  private void print(Map<String, Sample> samples) {
    double floor = Objects.requireNonNull(samples.get("no agent")).median();
    System.out.printf("JVM %s, %d rounds%n%n", javaHome.getFileName(), rounds);
    System.out.println("| contender | median ms | middle half | ratio |");
    System.out.println("| --- | ---: | ---: | ---: |");
    samples.forEach(
        (name, sample) ->
            System.out.printf(
                "| %s | %.0f | %s | %.2f |%n",
                name, sample.median(), sample.middleHalf(), sample.median() / floor));
  }

  private double run(List<String> options, Path application)
      throws IOException, InterruptedException {
    List<String> command = command(options, application);
    long begin = System.nanoTime();
    Process process = start(command);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    double millis = (System.nanoTime() - begin) / 1e6;
    if (status != 0 || !output.strip().equals("hello")) {
      throw new IllegalStateException(command + " printed " + output);
    }
    return millis;
  }

  /** The agent says on stderr that it had nothing to do. */
  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private boolean loadsByteBuddy(String ours, Path application)
      throws IOException, InterruptedException {
    List<String> command = command(List.of(ours, "-Xlog:class+load"), application);
    Process process = start(command);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    boolean loaded = output.contains("net.bytebuddy");
    System.out.printf(
        "%nClasses loaded: %d; of Byte Buddy: %s.%n",
        output.lines().filter(line -> line.contains(" source: ")).count(),
        loaded ? "some" : "none");
    return loaded;
  }

  private List<String> command(List<String> options, Path application) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", application.toString(), PrintsOneLine.class.getName()));
    return command;
  }

  private static Path jarOf(Path jar, Class<?> type, Attributes attributes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putAll(attributes);
    String entry = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      Objects.requireNonNull(in).transferTo(out);
    }
    return jar;
  }
}
