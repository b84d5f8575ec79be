package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast a scanner under the agent is while PostgreSQL is there and while it is not, by turns,
 * and whether all scans of the outage are stored when it is back.
 */
@Command(
    name = "outage",
    mixinStandardHelpOptions = true,
    description = "A scanner's throughput with PostgreSQL up and down, and whether all arrives.")
final class OutageBenchmark implements Callable<Integer> {
  private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

  @Option(names = "--scans", defaultValue = "5000", description = "default: ${DEFAULT-VALUE}")
  private int scans;

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private MeasuredOn on = new MeasuredOn();

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException, SchemaException {
    Sample up = new Sample();
    Sample away = new Sample();
    System.out.printf("%d scans of six phases, %d rounds%n%n", scans, rounds);
    System.out.println("| round | up, scans/s | away, scans/s | away / up | all stored after, s |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    try (Workplace workplace = Workplace.create();
        RestartableServer server = new RestartableServer(workplace.folder().resolve("data"))) {
      Contender ours = ours(workplace, server.url());
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(server.url());
      SchemaMigration.migrate(dataSource);
      for (int round = 1; round <= rounds; round++) {
        Round there = measure(server, ours, true);
        Round gone = measure(server, ours, false);
        up.add(there.millis());
        away.add(gone.millis());
        print(String.valueOf(round), there.millis(), gone.millis(), gone.delivery());
      }
    }
    print("median", up.median(), away.median(), "");
    return 0;
  }

  /**
   * @param millis that the scans took
   * @param delivery how many seconds later all of them were stored
   */
  private record Round(double millis, String delivery) {}

  private Round measure(RestartableServer server, Contender ours, boolean up)
      throws IOException, InterruptedException, SQLException {
    execute(server, "TRUNCATE scanner.scan_metrics CASCADE");
    Process scanner = scanner(ours);
    try (BufferedReader out = scanner.inputReader();
        OutputStream orders = scanner.getOutputStream()) {
      require("warm".equals(out.readLine()), "the scanner did not start");
      awaitStored(server, OutageLoad.WARM_UP);
      if (!up) {
        server.stop();
      }
      orders.write('\n');
      orders.flush();
      double millis = Double.parseDouble(out.readLine());
      long back = System.nanoTime();
      if (!up) {
        server.start();
      }
      awaitStored(server, OutageLoad.WARM_UP + scans);
      return new Round(millis, "%.1f".formatted((System.nanoTime() - back) / 1e9));
    } finally {
      scanner.waitFor(MOST_NANOS, TimeUnit.NANOSECONDS);
      scanner.destroyForcibly();
    }
  }

  private Contender ours(Workplace workplace, String database) throws IOException {
    return new Contender(
        "Scan Metrics",
        on.agent(),
        List.of(
            "-Dscan.metrics.log.level=error",
            "-Dscan.metrics.rules=" + workplace.resource(SixPhases.RULES),
            "-Dscan.metrics.jdbc.url=" + database,
            "-Dscan.metrics.spool.dir=" + workplace.newFolder()));
  }

  private Process scanner(Contender ours) throws IOException {
    List<String> command =
        Jvm.of(on.javaHome())
            .command(ours.jvmOptions(), OutageLoad.class.getName(), String.valueOf(scans));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void print(String round, double up, double away, String delivery) {
    System.out.printf(
        "| %s | %.0f | %.0f | %.3f | %s |%n",
        round, scans / up * 1_000, scans / away * 1_000, up / away, delivery);
  }

  private static void awaitStored(RestartableServer server, int count) throws SQLException {
    long deadline = System.nanoTime() + MOST_NANOS;
    for (long stored = stored(server); stored != count; stored = stored(server)) {
      require(System.nanoTime() - deadline < 0, "stored " + stored + " of " + count);
      LockSupport.parkNanos(100_000_000);
    }
  }

  private static long stored(RestartableServer server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM scanner.scan_metrics WHERE outcome = 'succeeded'")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(RestartableServer server, String command) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
