package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it costs to follow a task from the thread that hands it over to the one that runs it. JVMs
 * with and without the agent alternate in one run, because machines drift.
 */
@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    description = "A task handed to another thread, outside of scans and inside one.")
final class TaskBenchmark implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Sample> without = new LinkedHashMap<>();
    Map<String, Sample> with = new LinkedHashMap<>();
    try (Workplace workplace = Workplace.create()) {
      Contender ours =
          new Contender(
              "Scan Metrics",
              on.agent(),
              List.of("-Dscan.metrics.rules=" + workplace.resource("task-rules.yaml")));
      for (int round = 0; round < rounds; round++) {
        run(Contender.NONE, without);
        run(ours, with);
      }
    }
    print(without, with);
    return 0;
  }

  private void run(Contender contender, Map<String, Sample> samples)
      throws IOException, InterruptedException {
    String output = Jvm.of(on.javaHome()).run(contender.jvmOptions(), TaskLoad.class).output();
    for (String line : output.lines().toList()) {
      int value = line.lastIndexOf(';');
      samples
          .computeIfAbsent(line.substring(0, value), key -> new Sample())
          .add(Double.parseDouble(line.substring(value + 1)));
    }
  }

  private void print(Map<String, Sample> without, Map<String, Sample> with) {
    System.out.printf("JVM %s, %d rounds; processor time%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| task | place | without, ns | with, ns | added, ns | ratio |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    with.forEach(
        (key, sample) -> {
          double floor = Objects.requireNonNull(without.get(key)).median();
          System.out.printf(
              "| %s | %.0f | %.0f | %.0f | %.2f |%n",
              key.replace(";", " | "),
              floor,
              sample.median(),
              sample.median() - floor,
              sample.median() / floor);
        });
  }
}
