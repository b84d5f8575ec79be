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
 * What a call of a phase costs that shares its row with very many others, in a small heap. JVMs
 * with and without the agent alternate in one run.
 */
@Command(
    name = "flood",
    mixinStandardHelpOptions = true,
    description = "A call of a phase that a scan calls a million times.")
final class FloodBenchmark implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, WallAndCpu> samples = new LinkedHashMap<>();
    try (OtlpSink sink = OtlpSink.start();
        Workplace workplace = Workplace.create()) {
      String rules = "-Dscan.metrics.rules=" + workplace.resource("flood-rules.yaml");
      List<Contender> contenders =
          List.of(
              Contender.NONE,
              new Contender("Scan Metrics, no spans", on.agent(), List.of(rules)),
              new Contender(
                  "Scan Metrics, spans by OTLP", on.agent(), List.of(rules, sink.option())));
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders) {
          run(
              contender.with("-Xmx64m"),
              samples.computeIfAbsent(contender.name(), name -> new WallAndCpu()));
        }
      }
    }
    print(samples);
    return 0;
  }

  private void run(Contender contender, WallAndCpu of) throws IOException, InterruptedException {
    String output = Jvm.of(on.javaHome()).run(contender.jvmOptions(), FloodLoad.class).output();
    String[] values = output.strip().split(";", -1);
    of.wall().add(Double.parseDouble(values[0]));
    of.cpu().add(Double.parseDouble(values[1]));
  }

  private void print(Map<String, WallAndCpu> samples) {
    double floor = Objects.requireNonNull(samples.get(Contender.NONE.name())).wall().median();
    System.out.printf("JVM %s, %d rounds, -Xmx64m%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| contender | ns | added, ns | CPU ns, whole JVM |");
    System.out.println("| --- | ---: | ---: | ---: |");
    samples.forEach(
        (name, of) ->
            System.out.printf(
                "| %s | %.1f | %.0f | %.0f |%n",
                name, of.wall().median(), of.wall().median() - floor, of.cpu().median()));
  }
}
