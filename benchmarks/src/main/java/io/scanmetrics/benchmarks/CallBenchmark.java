package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a call of a phase inside a scan costs, with spans that go to a collector and without, beside
 * OpenTelemetry's agent on the same methods. All contenders alternate in one run.
 */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = "A call of a phase that does nothing, inside a scan.")
final class CallBenchmark implements Callable<Integer> {
  private static final String METHODS =
      CallLoad.class.getName() + "[scan,scanWithArgument,analyze,analyzeFile]";

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  private record Samples(Sample wall, Sample cpu, Sample bytes) {
    Samples() {
      this(new Sample(), new Sample(), new Sample());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (OtlpSink sink = OtlpSink.start();
        Workplace workplace = Workplace.create()) {
      String rules = "-Dscan.metrics.rules=" + workplace.resource("call-rules.yaml");
      List<Contender> contenders = new ArrayList<>();
      contenders.add(Contender.NONE);
      contenders.add(Contender.ours("Scan Metrics, no spans", on.agent(), List.of(rules)));
      contenders.add(
          Contender.ours("Scan Metrics, spans by OTLP", on.agent(), List.of(rules, sink.option())));
      contenders.add(
          Contender.openTelemetry(
              "OpenTelemetry Java agent, no exporter",
              METHODS,
              List.of("-Dotel.traces.exporter=none")));
      contenders.add(
          Contender.openTelemetry(
              "OpenTelemetry Java agent, spans by OTLP", METHODS, List.of(sink.option())));
      Map<String, Samples> samples = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders.stream().filter(Contender::isThere).toList()) {
          String output =
              Jvm.of(on.javaHome()).run(contender.jvmOptions(), CallLoad.class).output();
          output.lines().forEach(line -> add(samples, contender.name(), line.split(";", -1)));
        }
      }
      print(samples);
    }
    return 0;
  }

  private static void add(Map<String, Samples> samples, String contender, String[] values) {
    String key = values[0] + " | " + values[1] + " | " + contender;
    Samples of = samples.computeIfAbsent(key, name -> new Samples());
    of.wall.add(Double.parseDouble(values[2]));
    of.cpu.add(Double.parseDouble(values[3]));
    of.bytes.add(Double.parseDouble(values[4]));
  }

  private void print(Map<String, Samples> samples) {
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| phase | threads | contender | ns | CPU ns, whole JVM | bytes |");
    System.out.println("| --- | ---: | --- | ---: | ---: | ---: |");
    samples.forEach(
        (key, of) ->
            System.out.printf(
                "| %s | %.0f | %.0f | %.0f |%n",
                key, of.wall.median(), of.cpu.median(), of.bytes.median()));
  }
}
