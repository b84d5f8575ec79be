package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
 * What a JVM takes that has made one scan and waits for the next: memory, classes and threads, on
 * top of the same JVM without an agent. All contenders alternate in one run.
 */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    description = "Memory, classes and threads of a JVM that is idle after a scan.")
final class FootprintBenchmark implements Callable<Integer> {
  private static final String PROGRAM = Idle.class.getName();
  private static final String METHODS = PROGRAM + "[scan,analyze]";

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--idle-millis",
      defaultValue = "9000",
      description = "from the scan to the look; default: ${DEFAULT-VALUE}")
  private int idleMillis;

  @Mixin private MeasuredOn on = new MeasuredOn();

  private record Samples(Sample resident, Sample classes, Sample threads) {
    Samples() {
      this(new Sample(), new Sample(), new Sample());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SchemaException {
    Map<String, Samples> samples = new LinkedHashMap<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        OtlpSink sink = OtlpSink.start();
        Workplace workplace = Workplace.create()) {
      String database = postgres.getJdbcUrl("postgres", "postgres");
      SchemaMigration.migrate(new PostgresConfig(database, null, null, null, SchemaMode.MIGRATE));
      Jvm jvm = Jvm.of(on.javaHome());
      List<Contender> contenders = contenders(workplace, database, sink.option());
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders) {
          List<String> options =
              contender.with("-Dscan.metrics.spool.dir=" + workplace.newFolder()).jvmOptions();
          String[] values =
              jvm.run(options, Idle.class, String.valueOf(idleMillis))
                  .output()
                  .strip()
                  .split(";", -1);
          Samples of = samples.computeIfAbsent(contender.name(), name -> new Samples());
          of.resident.add(Double.parseDouble(values[0]) / 1024);
          of.classes.add(Double.parseDouble(values[1]));
          of.threads.add(Double.parseDouble(values[2]));
        }
      }
    }
    print(samples);
    return 0;
  }

  private List<Contender> contenders(Workplace workplace, String database, String collector)
      throws IOException {
    String none = "-Dscan.metrics.rules=" + workplace.resource("seven-rules.yaml");
    String rules = "-Dscan.metrics.rules=" + workplace.resource("idle-rules.yaml");
    String jdbc = "-Dscan.metrics.jdbc.url=" + database;
    String noExporter = "-Dotel.traces.exporter=none";
    return Contender.present(
        List.of(
            Contender.NONE,
            new Contender("Scan Metrics, no class matches", on.agent(), List.of(none, jdbc)),
            new Contender("Scan Metrics, journal on, no database", on.agent(), List.of(rules)),
            new Contender("Scan Metrics, the row is written", on.agent(), List.of(rules, jdbc)),
            new Contender(
                "Scan Metrics, the row, spans and meters by OTLP",
                on.agent(),
                List.of(rules, jdbc, collector)),
            Contender.openTelemetry(
                "OpenTelemetry Java agent, methods only", METHODS, List.of(noExporter)),
            Contender.openTelemetry(
                "OpenTelemetry Java agent, methods only, spans by OTLP",
                METHODS,
                List.of(collector)),
            Contender.openTelemetryDefaults(METHODS),
            Contender.elastic(PROGRAM),
            Contender.datadog(METHODS)));
  }

  private void print(Map<String, Samples> samples) {
    Samples floor = Objects.requireNonNull(samples.get(Contender.NONE.name()));
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println(
        "| idle after a scan | MiB resident | added | classes added | threads added |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    samples.forEach(
        (name, of) ->
            System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f |%n",
                name,
                of.resident.median(),
                of.resident.median() - floor.resident.median(),
                of.classes.median() - floor.classes.median(),
                of.threads.median() - floor.threads.median()));
  }
}
