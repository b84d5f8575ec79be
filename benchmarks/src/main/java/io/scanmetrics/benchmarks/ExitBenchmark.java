package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long a JVM takes to end once its work is done, when nobody takes what an agent has for
 * others: the database and the collector refuse connections, or take them and say nothing. All
 * contenders alternate in one run.
 */
@Command(
    name = "exit",
    mixinStandardHelpOptions = true,
    description = "The end of a JVM whose database and collector are away.")
final class ExitBenchmark implements Callable<Integer> {
  private static final String METHODS = LongScan.class.getName() + "[scan,analyze]";

  /** Nothing listens there. */
  private static final String REFUSED = "127.0.0.1:1";

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Sample> samples = new LinkedHashMap<>();
    try (ServerSocket listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Workplace workplace = Workplace.create()) {
      String silent = "127.0.0.1:" + listening.getLocalPort();
      String rules = "-Dscan.metrics.rules=" + workplace.resource("long-scan-rules.yaml");
      List<Contender> contenders =
          Contender.present(
              List.of(
                  Contender.NONE,
                  ours("database and collector refuse", rules, REFUSED),
                  ours("database and collector are silent", rules, silent),
                  openTelemetry("collector refuses", REFUSED),
                  openTelemetry("collector is silent", silent)));
      Jvm jvm = Jvm.of(on.javaHome());
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders) {
          List<String> options =
              contender.with("-Dscan.metrics.spool.dir=" + workplace.newFolder()).jvmOptions();
          String output = jvm.run(options, LongScan.class).output();
          samples
              .computeIfAbsent(contender.name(), name -> new Sample())
              .add((double) (System.currentTimeMillis() - Long.parseLong(output.strip())));
        }
      }
    }
    print(samples);
    return 0;
  }

  private Contender ours(String situation, String rules, String place) {
    return new Contender(
        "Scan Metrics, " + situation,
        on.agent(),
        List.of(
            rules,
            "-Dscan.metrics.jdbc.url=jdbc:postgresql://" + place + "/scans",
            "-Dotel.exporter.otlp.endpoint=http://" + place));
  }

  private static Contender openTelemetry(String situation, String place) {
    return Contender.openTelemetry(
        "OpenTelemetry Java agent, " + situation,
        METHODS,
        List.of("-Dotel.exporter.otlp.endpoint=http://" + place));
  }

  private void print(Map<String, Sample> samples) {
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| from the end of main to that of the JVM | ms | middle half |");
    System.out.println("| --- | ---: | ---: |");
    samples.forEach(
        (name, sample) ->
            System.out.printf("| %s | %.0f | %s |%n", name, sample.median(), sample.middleHalf()));
  }
}
