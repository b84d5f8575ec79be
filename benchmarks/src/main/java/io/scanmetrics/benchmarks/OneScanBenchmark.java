package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What an agent costs a scanner that is a short command: a JVM that makes one scan of one phase and
 * ends, with its database there or away. All contenders alternate in one run, because machines
 * drift.
 */
@Command(
    name = "one-scan",
    mixinStandardHelpOptions = true,
    description = "A JVM that makes one scan and ends, under this agent and others.")
final class OneScanBenchmark implements Callable<Integer> {
  private static final String PROGRAM = OneScan.class.getName();
  private static final String METHODS = PROGRAM + "[scan,analyze]";

  /** Nothing listens there. */
  private static final String REFUSING = "jdbc:postgresql://127.0.0.1:1/scans";

  @Option(names = "--rounds", defaultValue = "20", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException, SchemaException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Workplace workplace = Workplace.create()) {
      String database = postgres.getJdbcUrl("postgres", "postgres");
      SchemaMigration.migrate(new PostgresConfig(database, null, null, null, SchemaMode.MIGRATE));
      Path rules = workplace.resource("one-scan-rules.yaml");
      List<Contender> contenders = contenders(rules, database);
      Map<String, WallAndCpu> samples = measured(contenders, workplace);
      print(samples);
      checkRows(database);
    }
    return 0;
  }

  private List<Contender> contenders(Path rules, String database) {
    String openTelemetry = "OpenTelemetry Java agent, methods only";
    return Contender.present(
        List.of(
            Contender.NONE,
            ours("the database refuses", rules, REFUSING),
            ours("the row is written", rules, database),
            Contender.openTelemetry(openTelemetry, METHODS, List.of("-Dotel.traces.exporter=none")),
            Contender.openTelemetryDefaults(METHODS),
            Contender.elastic(PROGRAM),
            Contender.datadog(METHODS)));
  }

  private Contender ours(String situation, Path rules, String database) {
    return new Contender(
        "Scan Metrics, " + situation,
        on.agent(),
        List.of("-Dscan.metrics.rules=" + rules, "-Dscan.metrics.jdbc.url=" + database));
  }

  private Map<String, WallAndCpu> measured(List<Contender> contenders, Workplace workplace)
      throws IOException, InterruptedException {
    Jvm jvm = Jvm.of(on.javaHome());
    Map<String, WallAndCpu> samples = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Contender contender : contenders) {
        // What waits there from the run before would be this one's work.
        Path spool = workplace.newFolder();
        Jvm.Run run =
            jvm.run(
                contender.with("-Dscan.metrics.spool.dir=" + spool).jvmOptions(), OneScan.class);
        if (!run.output().strip().endsWith("hello")) {
          throw new IllegalStateException(contender + " printed " + run.output());
        }
        if (round >= 0) {
          WallAndCpu of = samples.computeIfAbsent(contender.name(), name -> new WallAndCpu());
          of.wall().add(run.wallMillis());
          of.cpu().add(run.cpuMillis());
        }
      }
    }
    return samples;
  }

  private void print(Map<String, WallAndCpu> samples) {
    System.out.printf("JVM %s, %d rounds%n%n", on.javaHome().getFileName(), rounds);
    System.out.println("| one scan, then the end | wall ms | middle half | CPU ms |");
    System.out.println("| --- | ---: | ---: | ---: |");
    samples.forEach(
        (name, of) ->
            System.out.printf(
                "| %s | %.0f | %s | %.0f |%n",
                name, of.wall().median(), of.wall().middleHalf(), of.cpu().median()));
  }

  /** Nothing was measured that did not do its work. */
  private void checkRows(String database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM scanner.scan_metrics JOIN scanner.execution_phases"
                    + " USING (metrics_id) WHERE outcome = 'succeeded'")) {
      result.next();
      if (result.getInt(1) != rounds + 1) {
        throw new IllegalStateException(
            result.getInt(1) + " scans in the database instead of " + (rounds + 1));
      }
    }
  }
}
