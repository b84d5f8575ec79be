package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a call of a phase inside a scan costs, with spans that go to a collector and without, beside
 * OpenTelemetry's agent on the same methods. Measured by JMH, a new JVM for each contender and
 * round; all contenders alternate in one run.
 */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = "A call of a phase that does nothing, inside a scan.")
final class CallBenchmark implements Callable<Integer> {
  private static final String SCANNER = PhaseCall.class.getName();
  private static final String METHODS = SCANNER + "[scan,scanFiles,analyze,analyzeFile]";

  /** As JMH names it. */
  private static final String BYTES = "gc.alloc.rate.norm";

  @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "to warm up, and then to measure, each way to call; default: ${DEFAULT-VALUE}")
  private double seconds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  private record Samples(Sample wall, Sample cpu, Sample bytes) {
    Samples() {
      this(new Sample(), new Sample(), new Sample());
    }
  }

  private final Map<String, Samples> samples = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, RunnerException {
    try (OtlpSink sink = OtlpSink.start();
        Workplace workplace = Workplace.create()) {
      String rules = "-Dscan.metrics.rules=" + workplace.resource("call-rules.yaml");
      List<Contender> contenders = contenders(rules, sink.option());
      for (int round = 0; round < rounds; round++) {
        run(Contender.NONE, CallFloor.class.getName() + "\\.", 1);
        for (Contender contender : contenders) {
          run(contender, SCANNER + "\\.bare$", 1);
          run(contender, SCANNER + "\\.bare$", 2);
          run(contender, SCANNER + "\\.withArgument$", 1);
        }
      }
    }
    print();
    return 0;
  }

  private List<Contender> contenders(String rules, String collector) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(Contender.NONE);
    contenders.add(new Contender("Scan Metrics, no spans", on.agent(), List.of(rules)));
    contenders.add(
        new Contender(
            "Scan Metrics, spans by OTLP",
            on.agent(),
            List.of(rules, collector, "-Dotel.metrics.exporter=none")));
    contenders.add(
        Contender.openTelemetry(
            "OpenTelemetry Java agent, no exporter",
            METHODS,
            List.of("-Dotel.traces.exporter=none")));
    contenders.add(
        Contender.openTelemetry(
            "OpenTelemetry Java agent, spans by OTLP", METHODS, List.of(collector)));
    return Contender.present(contenders);
  }

  private void run(Contender contender, String benchmarks, int threads) throws RunnerException {
    int iterations = (int) Math.ceil(seconds);
    TimeValue each = TimeValue.milliseconds(Math.round(seconds * 1_000 / iterations));
    Options options =
        new OptionsBuilder()
            .include(benchmarks)
            .jvm(on.javaHome().resolve("bin").resolve("java").toString())
            .jvmArgs(contender.jvmOptions().toArray(new String[0]))
            .threads(threads)
            .forks(1)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .warmupIterations(iterations)
            .warmupTime(each)
            .measurementIterations(iterations)
            .measurementTime(each)
            .addProfiler(GCProfiler.class)
            .addProfiler(ProcessCpu.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    for (RunResult result : new Runner(options).run()) {
      Result<?> wall = result.getPrimaryResult();
      String key = wall.getLabel() + " | " + threads + " | " + contender.name();
      Samples of = samples.computeIfAbsent(key, name -> new Samples());
      of.wall.add(wall.getScore());
      of.cpu.add(score(result, ProcessCpu.LABEL));
      of.bytes.add(score(result, BYTES));
    }
  }

  private static double score(RunResult result, String label) {
    return Objects.requireNonNull(result.getSecondaryResults().get(label), label).getScore();
  }

  private void print() {
    System.out.printf(
        "JVM %s, %d rounds of %.1f s%n%n", on.javaHome().getFileName(), rounds, seconds);
    System.out.println(
        "| phase | threads | contender | ns | middle half | CPU ns, whole JVM | bytes |");
    System.out.println("| --- | ---: | --- | ---: | ---: | ---: | ---: |");
    samples.forEach(
        (key, of) ->
            System.out.printf(
                "| %s | %.0f | %s | %.0f | %.0f |%n",
                key, of.wall.median(), of.wall.middleHalf(), of.cpu.median(), of.bytes.median()));
  }
}
