package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a scan of six phases takes of the processors of a JVM that makes them at a steady rate:
 * journal and PostgreSQL included here, OTLP to a local collector that keeps nothing in
 * OpenTelemetry's agent. All contenders alternate in one run.
 */
@Command(
    name = "steady",
    mixinStandardHelpOptions = true,
    description = "Processor time for each scan at a steady rate.")
final class SteadyBenchmark implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "a second; default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "seconds before measuring; default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--warm-up-rate",
      description = "a second, before measuring; default: as when measuring")
  private @Nullable Integer warmUpRate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "to measure; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException, SchemaException {
    Map<String, Sample> samples = new LinkedHashMap<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        OtlpSink sink = OtlpSink.start();
        Workplace workplace = Workplace.create()) {
      String database = postgres.getJdbcUrl("postgres", "postgres");
      SchemaMigration.migrate(new PostgresConfig(database, null, null, null, SchemaMode.MIGRATE));
      String rules = "-Dscan.metrics.rules=" + workplace.resource(SixPhases.RULES);
      String jdbc = "-Dscan.metrics.jdbc.url=" + database;
      List<Contender> contenders =
          Contender.present(
              List.of(
                  Contender.NONE,
                  new Contender(
                      "Scan Metrics, journal and PostgreSQL", on.agent(), List.of(rules, jdbc)),
                  Contender.openTelemetry(
                      "OpenTelemetry Java agent, spans by OTLP",
                      SixPhases.METHODS,
                      List.of(sink.option()))));
      Jvm jvm = Jvm.of(on.javaHome());
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : contenders) {
          List<String> options =
              contender.with("-Dscan.metrics.spool.dir=" + workplace.newFolder()).jvmOptions();
          String output =
              jvm.run(
                      options,
                      SteadyLoad.class,
                      String.valueOf(warmUpRate()),
                      String.valueOf(warmUp),
                      String.valueOf(rate),
                      String.valueOf(seconds))
                  .output();
          samples
              .computeIfAbsent(contender.name(), name -> new Sample())
              .add(Double.parseDouble(output.strip()));
        }
      }
      checkRows(database);
    }
    print(samples);
    return 0;
  }

  private int warmUpRate() {
    return warmUpRate == null ? rate : warmUpRate;
  }

  private void print(Map<String, Sample> samples) {
    double floor = Objects.requireNonNull(samples.get(Contender.NONE.name())).median();
    System.out.printf(
        "JVM %s, %d scans a second, %d rounds of %d s after %d s of %d%n%n",
        on.javaHome().getFileName(), rate, rounds, seconds, warmUp, warmUpRate());
    System.out.println("| a scan of six phases | CPU µs | middle half | added |");
    System.out.println("| --- | ---: | ---: | ---: |");
    samples.forEach(
        (name, sample) ->
            System.out.printf(
                "| %s | %.0f | %s | %.0f |%n",
                name, sample.median(), sample.middleHalf(), sample.median() - floor));
  }

  /** Nothing was measured that did not do its work. */
  private void checkRows(String database) throws SQLException {
    int expected = rounds * (warmUpRate() * warmUp + rate * seconds);
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM scanner.scan_metrics WHERE outcome = 'succeeded'")) {
      result.next();
      if (result.getInt(1) != expected) {
        throw new IllegalStateException(
            result.getInt(1) + " scans in the database instead of " + expected);
      }
    }
  }
}
