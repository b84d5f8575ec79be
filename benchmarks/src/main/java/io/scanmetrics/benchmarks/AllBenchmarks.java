package io.scanmetrics.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one benchmark after the other, which takes about an hour for each JDK. */
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    description = "All benchmarks, one after the other.")
final class AllBenchmarks implements Callable<Integer> {
  private static final List<String> WITH_AGENT =
      List.of(
          "startup",
          "one-scan",
          "exit",
          "footprint",
          "call",
          "flood",
          "task",
          "journal",
          "steady",
          "spotbugs");
  private static final List<String> OF_DATABASE =
      List.of("write-rate", "drain-rate", "outage", "query-time");

  /** What shows in little time that a benchmark still works; its figures say nothing. */
  private static final List<List<String>> SMOKE =
      List.of(
          List.of("startup", "--rounds=1"),
          List.of("one-scan", "--rounds=1"),
          List.of("exit", "--rounds=1"),
          List.of("footprint", "--rounds=1", "--idle-millis=100"),
          List.of("call", "--rounds=1", "--seconds=0.2"),
          List.of("flood", "--rounds=1"),
          List.of("steady", "--rounds=1", "--rate=50", "--warm-up=1", "--seconds=2"),
          List.of("journal", "--rounds=1", "--warm-up=0", "--seconds=1"),
          List.of("write-rate", "--rounds=1", "--scans=200"),
          List.of("drain-rate", "--rounds=1", "--scans=200"),
          List.of("outage", "--rounds=1", "--scans=200"),
          List.of("query-time", "--rounds=1", "--scans=20000"));

  @Option(names = "--java-home", description = "the JDK to measure on; default: this one")
  private String javaHome = System.getProperty("java.home");

  @Option(
      names = "--smoke",
      description = "only to see whether they work: in a minute, without those that take longer")
  private boolean smoke;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    int failed = 0;
    if (smoke) {
      for (List<String> one : SMOKE) {
        failed += run(one);
      }
      return failed;
    }
    for (String name : WITH_AGENT) {
      failed += run(List.of(name, "--java-home=" + javaHome));
    }
    for (String name : OF_DATABASE) {
      failed += run(List.of(name));
    }
    return failed;
  }

  private int run(List<String> arguments) {
    System.out.println("\n## " + arguments.get(0) + "\n");
    CommandLine benchmarks = spec.commandLine().getParent();
    return benchmarks.execute(arguments.toArray(new String[0])) == 0 ? 0 : 1;
  }
}
