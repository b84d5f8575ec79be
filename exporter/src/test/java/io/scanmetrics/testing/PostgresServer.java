package io.scanmetrics.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A running PostgreSQL that tests take their databases from. Each server is started once per JVM,
 * when first asked for, and stopped when the JVM ends; its data lives in a temporary folder and is
 * not kept safe from a crash of the machine. Everyone on the loopback interface may connect as
 * {@code postgres} without a password.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresServer {

  /** A {@code bin} folder of PostgreSQL 15: system property first, then the environment. */
  private static final String FOLDER_PROPERTY = "test.postgres";

  private static final String FOLDER_VARIABLE = "TEST_POSTGRES";
  private static final Path CUSTOMARY_FOLDER = Path.of("/usr/lib/postgresql/15/bin");

  private static final Duration STARTUP_AT_MOST = Duration.ofMinutes(1);

  private final int port;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(int port) {
    this.port = port;
  }

  /** The newest PostgreSQL that is supported, unpacked from the test class path. */
  public static PostgresServer embedded() {
    return Embedded.SERVER;
  }

  /**
   * The oldest PostgreSQL that is supported, if the machine has it: in the folder that {@code
   * test.postgres} or {@code TEST_POSTGRES} names, else where Debian installs it.
   */
  public static Optional<PostgresServer> installed() {
    return Installed.SERVER;
  }

  /** The one of {@link #installed}; skips the test, saying why, where there is none. */
  public static PostgresServer installedOrSkip() {
    assumeTrue(
        installed().isPresent(),
        () -> "no PostgreSQL 15 in " + folder() + "; -Dtest.postgres names the bin folder of one");
    return installed().orElseThrow();
  }

  /** An empty database that nobody else uses. */
  public TestDatabase newDatabase() {
    return created("");
  }

  /** A database that nobody else uses, with what is in that one, to which nobody is connected. */
  public TestDatabase copyOf(TestDatabase original) {
    return created(" TEMPLATE " + original.name());
  }

  private TestDatabase created(String from) {
    String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
    database("postgres").execute("CREATE DATABASE " + name + from);
    return database(name);
  }

  /** The TCP port on the loopback interface. */
  public int port() {
    return port;
  }

  /** The folder of the programs that it is run by. */
  Path programs() {
    String data = String.valueOf(database("postgres").value("SHOW data_directory"));
    Path program = Path.of(postmaster(Path.of(data)).info().command().orElseThrow());
    return Objects.requireNonNull(program.getParent());
  }

  /** The process that serves that data folder. */
  static ProcessHandle postmaster(Path data) {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      long pid = Long.parseLong(lines.findFirst().orElseThrow());
      return ProcessHandle.of(pid).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestDatabase database(String name) {
    return new TestDatabase(port, name);
  }

  private static Path folder() {
    String property = System.getProperty(FOLDER_PROPERTY);
    String named = property != null ? property : System.getenv(FOLDER_VARIABLE);
    return named == null || named.isBlank() ? CUSTOMARY_FOLDER : Path.of(named);
  }

  private static final class Embedded {
    static final PostgresServer SERVER = start();

    private static PostgresServer start() {
      try {
        return new PostgresServer(
            EmbeddedPostgres.builder().setPGStartupWait(STARTUP_AT_MOST).start().getPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Installed {
    static final Optional<PostgresServer> SERVER =
        Files.isExecutable(folder().resolve("initdb"))
            ? Optional.of(new PostgresServer(PostgresCluster.made(folder()).port()))
            : Optional.empty();
  }
}
