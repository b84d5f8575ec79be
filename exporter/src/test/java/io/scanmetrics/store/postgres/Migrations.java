package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ways in which a schema comes to be. */
final class Migrations {
  /** One of each server, of which others are copies. */
  private static final Map<PostgresServer, TestDatabase> MIGRATED = new ConcurrentHashMap<>();

  private Migrations() {}

  /** A database of its own as {@link #byJdbc(TestDatabase)} leaves it, which is run once only. */
  static TestDatabase migrated(PostgresServer server) {
    TestDatabase original =
        MIGRATED.computeIfAbsent(
            server,
            one -> {
              TestDatabase database = one.newDatabase();
              byJdbc(database);
              return database;
            });
    return server.copyOf(original);
  }

  /** Each file as one text of many statements. */
  static void byJdbc(TestDatabase database, MigrationScript... scripts) {
    for (MigrationScript script : scripts) {
      database.execute(script.sql());
    }
  }

  /** All files, each as one text of many statements. */
  static void byJdbc(TestDatabase database) {
    byJdbc(database, MigrationScript.ALL.toArray(MigrationScript[]::new));
  }

  static SchemaMigration.Migrated byFlyway(TestDatabase database) {
    try {
      return SchemaMigration.migrate(database.dataSource());
    } catch (SchemaException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Each file with the psql of this machine; skips the test where there is none. */
  static void byPsql(TestDatabase database, List<MigrationScript> scripts) {
    for (MigrationScript script : scripts) {
      psql(database, script.sql());
    }
  }

  /** What psql prints for that text, run with {@code -f} after these further arguments. */
  static String psql(TestDatabase database, String sql, String... arguments) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql"))),
        "no psql on the PATH");
    try {
      Path file = Files.createTempFile("migration", ".sql");
      try {
        Files.writeString(file, sql);
        return run(database, file, arguments);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema as somebody else made it, with one scan in it. */
  static void bySomebodyElse(TestDatabase database) {
    database.execute(resource("/io/scanmetrics/store/postgres/foreign.sql"));
  }

  static String resource(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(TestDatabase database, Path file, String... arguments)
      throws IOException {
    String url = "postgresql://postgres@127.0.0.1:" + database.port() + "/" + database.name();
    var psql = new ProcessBuilder("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url);
    psql.command().addAll(List.of(arguments));
    psql.command().addAll(List.of("-f", file.toString()));
    Process process = psql.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return output;
  }
}
