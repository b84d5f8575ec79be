package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long the schema's questions take on a long history, beside the same question written by hand
 * on the same rows with the best index for it; and on a tenth of the history, with as many scans a
 * day.
 */
@Command(
    name = "query-time",
    mixinStandardHelpOptions = true,
    description = "The schema's queries on millions of scans, beside queries written by hand.")
final class QueryTimeBenchmark implements Callable<Integer> {
  private static final Duration HISTORY = Duration.ofDays(365);

  /** Who asks is one of 20. */
  private static final String TENANT = "00000000-0000-0000-0000-000000000007";

  @Option(names = "--scans", defaultValue = "2000000", description = "default: ${DEFAULT-VALUE}")
  private int scans;

  @Option(names = "--rounds", defaultValue = "30", description = "default: ${DEFAULT-VALUE}")
  private int rounds;

  @Mixin private DatabaseOption database = new DatabaseOption();

  private record Medians(double ours, double byHand) {}

  @Override
  public Integer call() throws IOException, SQLException, SchemaException {
    return database.measure(this::measure);
  }

  private int measure(String url) throws IOException, SQLException, SchemaException {
    SchemaMigration.migrate(new PostgresConfig(url, null, null, null, SchemaMode.MIGRATE));
    Instant now = Instant.now();
    Instant tenth = now.minus(HISTORY.dividedBy(10));
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "TRUNCATE scanner.scan_metrics CASCADE");
      fill(connection, scans / 10, tenth, now);
      Map<SeedQuery, Medians> few = medians(connection);
      fill(connection, scans - scans / 10, now.minus(HISTORY), tenth);
      print(few, medians(connection));
      printSizes(connection);
    }
    return 0;
  }

  /** Adds scans. Indexes are made anew afterwards, which takes a fraction of the time. */
  private static void fill(Connection connection, int count, Instant from, Instant to)
      throws IOException, SQLException {
    List<String> indexes =
        texts(
            connection,
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'scanner' AND indexname LIKE 'idx_%'");
    for (String name :
        texts(
            connection,
            "SELECT indexname FROM pg_indexes"
                + " WHERE schemaname = 'scanner' AND indexname LIKE 'idx_%'")) {
      execute(connection, "DROP INDEX scanner." + name);
    }
    // Without the check of the foreign key of each phase.
    execute(connection, "SET session_replication_role = replica");
    execute(connection, resource("history.sql").formatted(count, from, to));
    execute(connection, "SET session_replication_role = DEFAULT");
    for (String index : indexes) {
      execute(connection, index);
    }
    execute(connection, "VACUUM ANALYZE scanner.scan_metrics");
    execute(connection, "VACUUM ANALYZE scanner.execution_phases");
    // One by one, because VACUUM does not run among others.
    for (String statement : resource("by-hand.sql").split(";\\R", -1)) {
      execute(connection, statement);
    }
  }

  private Map<SeedQuery, Medians> medians(Connection connection) throws SQLException {
    Map<SeedQuery, Medians> medians = new EnumMap<>(SeedQuery.class);
    for (SeedQuery query : SeedQuery.values()) {
      Sample ours = new Sample();
      Sample byHand = new Sample();
      for (int round = -3; round < rounds; round++) {
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        double first = time(connection, query.ours(TENANT), one);
        double second = time(connection, query.byHand(TENANT), other);
        if (!one.equals(other) || one.isEmpty()) {
          throw new IllegalStateException(query + " gives " + one + " and by hand " + other);
        }
        if (round >= 0) {
          ours.add(first);
          byHand.add(second);
        }
      }
      medians.put(query, new Medians(ours.median(), byHand.median()));
    }
    return medians;
  }

  private static double time(Connection connection, String query, List<String> rows)
      throws SQLException {
    long begin = System.nanoTime();
    rows.addAll(texts(connection, query));
    return (System.nanoTime() - begin) / 1e6;
  }

  private void print(Map<SeedQuery, Medians> few, Map<SeedQuery, Medians> many) {
    System.out.printf(
        "%,d scans of six phases in %d days, 20 tenants, %d rounds%n%n",
        scans, HISTORY.toDays(), rounds);
    System.out.println(
        "| question of one tenant | ms | by hand, ms | ratio | ms with a tenth of the history |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    many.forEach(
        (query, medians) ->
            System.out.printf(
                "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                query.title(),
                medians.ours,
                medians.byHand,
                medians.ours / medians.byHand,
                Objects.requireNonNull(few.get(query)).ours));
  }

  private static void printSizes(Connection connection) throws SQLException {
    System.out.println("\n| relation | MiB |\n| --- | ---: |");
    for (String size :
        texts(
            connection,
            "SELECT relname || ' | ' || pg_relation_size(oid) / 1048576 FROM pg_class"
                + " WHERE relnamespace = 'scanner'::REGNAMESPACE AND relkind IN ('r', 'i')"
                + " AND relname NOT LIKE '%history%'"
                + " ORDER BY relname LIKE '%phases%', relkind DESC, pg_relation_size(oid) DESC")) {
      System.out.println("| " + size + " |");
    }
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder(String.valueOf(result.getString(1)));
        for (int i = 2; i <= columns; i++) {
          row.append(" | ").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = QueryTimeBenchmark.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
