package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How much longer a real scanner takes: SpotBugs with find-sec-bugs on a jar, with the rules of the
 * example, which follow some ten thousand calls. Runs with and without the agent alternate.
 */
@Command(
    name = "spotbugs",
    mixinStandardHelpOptions = true,
    description = "SpotBugs on a jar, without and with the agent.")
final class SpotBugsBenchmark implements Callable<Integer> {
  private static final Path EXAMPLE = Path.of("examples", "spotbugs");
  private static final String PROGRAM = "edu.umd.cs.findbugs.FindBugs2";

  @Option(names = "--rounds", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--input",
      defaultValue = "examples/spotbugs/target/lib/commons-lang3-3.20.0.jar",
      description = "the jar that is scanned; default: ${DEFAULT-VALUE}")
  private Path input = Path.of("");

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, WallAndCpu> samples = new LinkedHashMap<>();
    try (Workplace workplace = Workplace.create()) {
      String rules = "-Dscan.metrics.rules=" + EXAMPLE.resolve("scan-metrics-rules.yaml");
      List<Contender> contenders =
          List.of(
              Contender.NONE,
              new Contender("Scan Metrics, journal on", on.agent(), List.of(rules)));
      Jvm jvm = new Jvm(on.javaHome(), EXAMPLE.resolve("target").resolve("lib") + "/*");
      for (int round = -1; round < rounds; round++) {
        for (Contender contender : contenders) {
          Path folder = workplace.newFolder();
          List<String> options = contender.with("-Dscan.metrics.spool.dir=" + folder).jvmOptions();
          Jvm.Run run = jvm.run(options, PROGRAM, arguments(folder));
          if (round >= 0) {
            WallAndCpu of = samples.computeIfAbsent(contender.name(), name -> new WallAndCpu());
            of.wall().add(run.wallMillis());
            of.cpu().add(run.cpuMillis());
          }
        }
      }
    }
    print(samples);
    return 0;
  }

  private String[] arguments(Path folder) {
    return new String[] {
      "-pluginList",
      EXAMPLE.resolve("target").resolve("plugin").resolve("findsecbugs-plugin.jar").toString(),
      "-xml",
      "-output",
      folder.resolve("found.xml").toString(),
      input.toString()
    };
  }

  private void print(Map<String, WallAndCpu> samples) {
    WallAndCpu floor = Objects.requireNonNull(samples.get(Contender.NONE.name()));
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println(
        "| SpotBugs on "
            + input.getFileName()
            + " | wall ms | middle half | ratio | CPU ms | ratio |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    samples.forEach(
        (name, of) ->
            System.out.printf(
                "| %s | %.0f | %s | %.3f | %.0f | %.3f |%n",
                name,
                of.wall().median(),
                of.wall().middleHalf(),
                of.wall().median() / floor.wall().median(),
                of.cpu().median(),
                of.cpu().median() / floor.cpu().median()));
  }
}
