package io.scanmetrics.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one benchmark per subcommand, each printing a Markdown table. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    subcommands = {
      StartupBenchmark.class,
      OneScanBenchmark.class,
      ExitBenchmark.class,
      FootprintBenchmark.class,
      CallBenchmark.class,
      FloodBenchmark.class,
      TaskBenchmark.class,
      JournalBenchmark.class,
      SteadyBenchmark.class,
      SpotBugsBenchmark.class,
      WriteRateBenchmark.class,
      DrainRateBenchmark.class,
      OutageBenchmark.class,
      QueryTimeBenchmark.class,
      AllBenchmarks.class
    },
    description = "Measures what Scan Metrics costs. Run it alone on its machine.")
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
