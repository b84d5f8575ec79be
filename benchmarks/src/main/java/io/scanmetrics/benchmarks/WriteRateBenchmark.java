package io.scanmetrics.benchmarks;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.store.ScanWriter;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many scans of six phases a second reach PostgreSQL through the writer and the store, beside
 * COPY of the very same rows into the same tables with the same indexes.
 */
@Command(
    name = "write-rate",
    mixinStandardHelpOptions = true,
    description = "Scans of six phases into PostgreSQL, beside COPY of the same rows.")
final class WriteRateBenchmark implements Callable<Integer> {
  private static final String SCANS = "scanner.scan_metrics";
  private static final String PHASES = "scanner.execution_phases";

  @Option(names = "--scans", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
  private int scans;

  @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Override
  public Integer call() throws IOException, SQLException, SchemaException {
    return database.measure(this::measure);
  }

  private int measure(String url) throws SQLException, IOException {
    PostgresConfig config = new PostgresConfig(url, null, null, null, SchemaMode.MIGRATE);
    System.out.printf("%d scans of six phases, %d rounds%n%n", scans, rounds);
    System.out.println(
        "| scans | round | exporter scans/s | COPY scans/s | ratio | heap MiB after |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    try (Connection connection = DriverManager.getConnection(url)) {
      ScanWriter writer =
          new ScanWriter(
              new PostgresScanStore(config, null), Spool.none(), ScanListener.NONE, new Stderr());
      write(writer, new Scans(0).some(1));
      measure("all new", connection, writer, 0);
      measure("half of them have a row as running, with three phases", connection, writer, 2);
      writer.close(Duration.ofSeconds(10));
    }
    return 0;
  }

  /**
   * @param known of how many scans one has a row already; 0 for none
   */
  private void measure(String name, Connection connection, ScanWriter writer, int known)
      throws SQLException, IOException {
    Sample exporter = new Sample();
    Sample copy = new Sample();
    for (int round = 0; round <= rounds; round++) {
      execute(connection, "TRUNCATE " + SCANS + " CASCADE");
      List<Scan> batch = new Scans(round + 1).some(scans);
      List<Scan> running = new ArrayList<>();
      for (int i = 0; known > 0 && i < batch.size(); i += known) {
        running.add(Scans.halfway(batch.get(i)));
      }
      write(writer, running);
      double written = write(writer, batch);
      check(connection);
      double copied = copy(connection);
      check(connection);
      if (round == 0) {
        continue; // Until everything is compiled and the files have their size.
      }
      exporter.add(written);
      copy.add(copied);
      System.out.printf(
          "| %s | %d | %.0f | %.0f | %.2f | %d |%n",
          name, round, rate(written), rate(copied), copied / written, usedMebibytes());
    }
    System.out.printf(
        "| %s | median | %.0f | %.0f | %.2f | |%n",
        name, rate(exporter.median()), rate(copy.median()), copy.median() / exporter.median());
  }

  private double rate(double millis) {
    return scans / millis * 1_000;
  }

  private static double write(ScanWriter writer, List<Scan> batch) {
    long begin = System.nanoTime();
    for (Scan scan : batch) {
      if (!writer.offer(scan, Mark.NONE)) {
        throw new IllegalStateException("more scans than the writer lets wait");
      }
    }
    if (!writer.flush(Duration.ofMinutes(5))) {
      throw new IllegalStateException("not written in five minutes");
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Takes all rows out, empties the tables, and copies them in again. */
  private static double copy(Connection connection) throws SQLException, IOException {
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    String scanColumns = columns(connection, "scan_metrics");
    String phaseColumns = columns(connection, "execution_phases");
    byte[] scanRows = out(copy, SCANS, scanColumns);
    byte[] phaseRows = out(copy, PHASES, phaseColumns);
    execute(connection, "TRUNCATE " + SCANS + " CASCADE");
    long begin = System.nanoTime();
    connection.setAutoCommit(false);
    in(copy, SCANS, scanColumns, scanRows);
    in(copy, PHASES, phaseColumns, phaseRows);
    connection.commit();
    connection.setAutoCommit(true);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static byte[] out(CopyManager copy, String table, String columns)
      throws SQLException, IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    copy.copyOut("COPY " + table + " (" + columns + ") TO STDOUT", rows);
    return rows.toByteArray();
  }

  private static void in(CopyManager copy, String table, String columns, byte[] rows)
      throws SQLException, IOException {
    copy.copyIn("COPY " + table + " (" + columns + ") FROM STDIN", new ByteArrayInputStream(rows));
  }

  /** Those that are written; PostgreSQL makes the others. */
  private static String columns(Connection connection, String table) throws SQLException {
    return text(
        connection,
        "SELECT string_agg(column_name, ',' ORDER BY ordinal_position)"
            + " FROM information_schema.columns WHERE table_schema = 'scanner' AND table_name = '"
            + table
            + "' AND is_generated = 'NEVER' AND column_name <> 'id'");
  }

  /** Nothing is lost, and nothing is there twice. */
  private void check(Connection connection) throws SQLException {
    String found =
        text(
            connection,
            "SELECT (SELECT count(*) FROM scanner.scan_metrics) || ' scans, '"
                + " || (SELECT count(*) FROM scanner.execution_phases) || ' phases'"
                + " FROM scanner.scan_metrics HAVING bool_and(outcome = 'succeeded')");
    String expected = scans + " scans, " + 6 * scans + " phases";
    if (!found.equals(expected)) {
      throw new IllegalStateException("found " + found + " instead of " + expected);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static long usedMebibytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
