package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import picocli.CommandLine.Mixin;
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

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Workplace workplace = Workplace.create()) {
      Path application =
          jarOf(
              workplace.folder().resolve("application.jar"), PrintsOneLine.class, new Attributes());
      Attributes premain = new Attributes();
      premain.putValue("Premain-Class", EmptyAgent.class.getName());
      Path empty = jarOf(workplace.folder().resolve("empty.jar"), EmptyAgent.class, premain);
      String rules = "-Dscan.metrics.rules=" + workplace.resource("seven-rules.yaml");
      Contender ours =
          new Contender("Scan Metrics, seven rules, no class matches", on.agent(), List.of(rules));
      List<Contender> contenders =
          List.of(
              Contender.NONE,
              Contender.INSTRUMENT_MODULE,
              new Contender("an agent that does nothing", empty, List.of()),
              ours);

      Jvm jvm = new Jvm(on.javaHome(), application.toString());
      Map<String, Sample> samples = new LinkedHashMap<>();
      for (int round = -2; round < rounds; round++) {
        for (Contender contender : contenders) {
          Jvm.Run run = jvm.run(contender.jvmOptions(), PrintsOneLine.class);
          if (!run.output().strip().equals("hello")) {
            throw new IllegalStateException(contender + " printed " + run.output());
          }
          if (round >= 0) {
            samples.computeIfAbsent(contender.name(), name -> new Sample()).add(run.wallMillis());
          }
        }
      }
      print(samples);
      return loadsAsm(jvm, ours) ? 1 : 0;
    }
  }

  private void print(Map<String, Sample> samples) {
    double floor = Objects.requireNonNull(samples.get("no agent")).median();
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| contender | median ms | middle half | ratio |");
    System.out.println("| --- | ---: | ---: | ---: |");
    samples.forEach(
        (name, sample) ->
            System.out.printf(
                "| %s | %.0f | %s | %.2f |%n",
                name, sample.median(), sample.middleHalf(), sample.median() / floor));
  }

  private static boolean loadsAsm(Jvm jvm, Contender ours)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(ours.jvmOptions());
    options.add("-Xlog:class+load");
    String output = jvm.run(options, PrintsOneLine.class).output();
    boolean loaded = output.contains(" org.objectweb.asm");
    System.out.printf(
        "%nClasses loaded: %d; of ASM: %s.%n",
        output.lines().filter(line -> line.contains(" source: ")).count(),
        loaded ? "some" : "none");
    return loaded;
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
