package com.example.demo;

import com.example.demo.SqlFile.Query;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The steps of the scripts in {@code examples} that a shell cannot do:
 *
 * <ul>
 *   <li>{@code database PID FOLDER} runs a PostgreSQL until that process has ended; its port is the
 *       first line of the output
 *   <li>{@code clock} prints the time of the database
 *   <li>{@code report SINCE COUNT TENANT QUERIES} prints what that many scans since then left there
 *   <li>{@code collect PID} takes spans by OTLP until that process or this one has ended; its
 *       endpoint is the first line of the output, the spans are the others
 *   <li>{@code rows SINCE} prints the scans and phases that were written since then, {@code rows
 *       SINCE QUERIES} what these say of them
 *   <li>{@code scrape URL PID} looks at the meters of a process while it runs
 * </ul>
 *
 * <p>The environment says which database, as it does to the agent. The exit status is 0 if all is
 * as expected, 1 if not, 2 for a wrong call.
 */
public final class Demo {
  private Demo() {}

  /** Runs one step. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  private static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws Exception {
    try {
      step(arguments, out);
      return 0;
    } catch (DemoException | SQLException | IOException e) {
      err.println("demo: " + e.getMessage());
      return e instanceof DemoException known ? known.status() : 1;
    }
  }

  private static void step(List<String> arguments, PrintStream out) throws Exception {
    switch (arguments.size() + " " + (arguments.isEmpty() ? "" : arguments.get(0))) {
      case "3 database" -> database(arguments, out);
      case "2 collect" -> collect(arguments, out);
      case "2 rows" -> rows(arguments.get(1), SqlFile.shipped("rows.sql"), out);
      case "3 rows" -> rows(arguments.get(1), SqlFile.read(Path.of(arguments.get(2))), out);
      case "1 clock" -> out.println(clock());
      case "5 report" -> report(arguments, out);
      case "3 scrape" -> out.print(scrape(arguments));
      default -> throw new DemoException(2, "see the Javadoc of " + Demo.class.getName());
    }
  }

  private static void database(List<String> arguments, PrintStream out) throws Exception {
    ProcessHandle owner = process(arguments.get(1));
    try (DemoDatabase database = DemoDatabase.start(Path.of(arguments.get(2)))) {
      out.println(database.port());
      owner.onExit().get();
    }
  }

  private static void collect(List<String> arguments, PrintStream out) throws Exception {
    ProcessHandle owner = process(arguments.get(1));
    Collector.start(out);
    owner.onExit().get();
  }

  private static void rows(String since, List<Query> queries, PrintStream out)
      throws SQLException, IOException {
    try (Connection connection = DemoConnection.open(System.getenv())) {
      Report.rows(connection, since, queries, out);
    }
  }

  private static String clock() throws SQLException, IOException {
    try (Connection connection = DemoConnection.open(System.getenv())) {
      return Report.clock(connection);
    }
  }

  private static void report(List<String> arguments, PrintStream out)
      throws SQLException, IOException, DemoException {
    try (Connection connection = DemoConnection.open(System.getenv())) {
      Report report = new Report(connection, arguments.get(1), arguments.get(3), out);
      report.print(Integer.parseInt(arguments.get(2)), SqlFile.read(Path.of(arguments.get(4))));
    }
  }

  private static String scrape(List<String> arguments) throws DemoException, InterruptedException {
    Scraper scraper = new Scraper(URI.create(arguments.get(1)));
    ProcessHandle process = process(arguments.get(2));
    while (process.isAlive()) {
      scraper.look();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return scraper.lastSeen();
  }

  private static ProcessHandle process(String pid) throws DemoException {
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new DemoException(1, "there is no process " + pid));
  }
}
