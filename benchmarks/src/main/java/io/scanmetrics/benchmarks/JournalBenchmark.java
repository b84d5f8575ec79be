package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the journal takes of the processor: on the agent's thread, which writes it, and on the
 * writer's, which removes what is stored. The application's threads have no part in it.
 */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Processor time of the journal for each scan and phase.")
final class JournalBenchmark implements Callable<Integer> {
  private static final int MORE_PHASES = 5 * SixPhases.PHASES;

  @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--rate",
      defaultValue = "1200",
      description = "phases a second; default: ${DEFAULT-VALUE}")
  private int rate;

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

  private final Map<Kind, Sample> micros = new HashMap<>();

  /** Of a scan, which is measured as often as there are rounds. */
  private record Kind(boolean lasts, int phases, boolean noted) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Workplace workplace = Workplace.create()) {
      for (int round = 0; round < rounds; round++) {
        for (boolean lasts : List.of(false, true)) {
          for (int phases : List.of(SixPhases.PHASES, MORE_PHASES)) {
            measure(new Kind(lasts, phases, false), List.of());
            measure(new Kind(lasts, phases, true), List.of(workplace.newFolder().toString()));
          }
        }
      }
    }
    System.out.printf(
        "JVM %s, %d phases a second, %d rounds of %d s after %d s%n%n",
        on.javaHome().getFileName(), rate, rounds, seconds, warmUp);
    System.out.println(
        "| a scan of six phases | CPU µs without the journal | with it | the journal"
            + " | a phase | one phase more |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    print("that is over within 10 ms", false);
    print("that lasts: each phase is written when it ends", true);
    return 0;
  }

  private void measure(Kind kind, List<String> folder) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                String.valueOf(rate / kind.phases),
                String.valueOf(kind.phases),
                kind.lasts ? "lasts" : "short",
                String.valueOf(warmUp),
                String.valueOf(seconds)));
    arguments.addAll(folder);
    String output =
        Jvm.of(on.javaHome())
            .run(List.of(), JournalLoad.class, arguments.toArray(String[]::new))
            .output();
    micros.computeIfAbsent(kind, any -> new Sample()).add(Double.parseDouble(output.strip()));
  }

  private void print(String scans, boolean last) {
    double without = median(new Kind(last, SixPhases.PHASES, false));
    double with = median(new Kind(last, SixPhases.PHASES, true));
    double ofMore =
        median(new Kind(last, MORE_PHASES, true)) - median(new Kind(last, MORE_PHASES, false));
    double journal = with - without;
    System.out.printf(
        "| %s | %.0f | %.0f | %.0f | %.1f | %.1f |%n",
        scans,
        without,
        with,
        journal,
        journal / SixPhases.PHASES,
        (ofMore - journal) / (MORE_PHASES - SixPhases.PHASES));
  }

  private double median(Kind kind) {
    return Objects.requireNonNull(micros.get(kind)).median();
  }
}
