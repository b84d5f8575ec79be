package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the journal takes of the processor for each phase: on the agent's thread, which writes it,
 * and on the writer's, which removes what is stored. The application's threads have no part in it.
 */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Processor time of the journal for each scan and phase.")
final class JournalBenchmark implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "seconds before measuring; default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "to measure; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  private final Map<Kind, Sample> micros = new LinkedHashMap<>();

  /**
   * What is measured once a round.
   *
   * @param lasts whether a scan is open for longer than between two passes of the agent's thread
   * @param steady whether these come each ten milliseconds, not one after the other
   */
  private record Kind(boolean lasts, boolean steady, boolean noted) {
    List<String> arguments() {
      return List.of(
          String.valueOf(SixPhases.PHASES), lasts ? "lasts" : "short", steady ? "steady" : "busy");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Workplace workplace = Workplace.create()) {
      for (int round = 0; round < rounds; round++) {
        for (boolean steady : List.of(false, true)) {
          for (boolean lasts : List.of(false, true)) {
            measure(new Kind(lasts, steady, false), List.of());
            measure(new Kind(lasts, steady, true), List.of(workplace.newFolder().toString()));
          }
        }
      }
    }
    System.out.printf(
        "JVM %s, %d rounds of %d s after %d s%n%n",
        on.javaHome().getFileName(), rounds, seconds, warmUp);
    System.out.println(
        "| a scan of six phases | CPU µs, no journal | with it | the journal, a phase |");
    System.out.println("| --- | ---: | ---: | ---: |");
    print("over within 20 ms, one after the other", false, false);
    print("that lasts, each phase written when it ends", true, false);
    print("over within 20 ms, 200 a second", false, true);
    print("that lasts, 200 a second", true, true);
    return 0;
  }

  private void measure(Kind kind, List<String> folder) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(kind.arguments());
    arguments.add(String.valueOf(warmUp));
    arguments.add(String.valueOf(seconds));
    arguments.addAll(folder);
    String output =
        Jvm.of(on.javaHome())
            .run(List.of(), JournalLoad.class, arguments.toArray(String[]::new))
            .output();
    micros.computeIfAbsent(kind, any -> new Sample()).add(Double.parseDouble(output.strip()));
  }

  private void print(String scans, boolean lasts, boolean steady) {
    double without = median(new Kind(lasts, steady, false));
    double with = median(new Kind(lasts, steady, true));
    System.out.printf(
        "| %s | %.0f | %.0f | %.1f |%n", scans, without, with, (with - without) / SixPhases.PHASES);
  }

  private double median(Kind kind) {
    return Objects.requireNonNull(micros.get(kind)).median();
  }
}
