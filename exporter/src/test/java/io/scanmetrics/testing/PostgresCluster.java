package io.scanmetrics.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of a test's own, to which it may do what happens to servers: stop, kill, freeze and
 * start it again with what is in it. Its port stays the same. It and its files go when it is
 * closed, or with the JVM. Everyone on the loopback interface may connect as {@code postgres}
 * without a password, unless {@link #file pg_hba.conf} is changed.
 *
 * <p>What it commits outlives its processes, not the machine. For one thread at a time.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final String MOST_SECONDS = "120";
  private static final String SUPERUSER = "postgres";

  /** Which {@code ALTER SYSTEM} may change. */
  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 300
      fsync = off
      """;

  private final Path programs;
  private final Path folder;
  private final int port;
  private int databases;
  private boolean runs;
  private boolean removed;

  private PostgresCluster(Path programs) throws IOException {
    this.programs = programs;
    this.folder = Files.createTempDirectory("scan-metrics-pg");
    this.port = freePort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "postgres-cluster-removal"));
  }

  /** A new one of the newest PostgreSQL that is supported, started. */
  public static PostgresCluster newest() {
    return made(PostgresServer.embedded().programs());
  }

  /** As {@link PostgresServer#installedOrSkip}, started. */
  public static PostgresCluster installedOrSkip() {
    return made(PostgresServer.installedOrSkip().programs());
  }

  /** A new one made from the programs in that folder, started. */
  static PostgresCluster made(Path programs) {
    try {
      var cluster = new PostgresCluster(programs);
      cluster.run(
          "initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N", "-D");
      Files.writeString(cluster.file("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
      cluster.start();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A standby that follows this one from what it is now on, started; skips the test, saying why,
   * where PostgreSQL came without the program that copies a cluster.
   */
  public PostgresCluster standby() {
    assumeTrue(
        Files.isExecutable(programs.resolve("pg_basebackup")),
        () -> "no pg_basebackup in " + programs);
    try {
      var standby = new PostgresCluster(programs);
      standby.run(
          "pg_basebackup",
          "-R",
          "-c",
          "fast",
          "-h",
          "127.0.0.1",
          "-U",
          SUPERUSER,
          "-p",
          text(port),
          "-D");
      standby.start();
      return standby;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The TCP port on the loopback interface. */
  public int port() {
    return port;
  }

  /** The database {@code postgres} of it. */
  public TestDatabase database() {
    return new TestDatabase(port, SUPERUSER);
  }

  /** An empty database of it. */
  public TestDatabase newDatabase() {
    databases++;
    String name = "test_" + databases;
    database().execute("CREATE DATABASE " + name);
    return new TestDatabase(port, name);
  }

  /** A file of its data folder, such as {@code pg_hba.conf}. */
  public Path file(String name) {
    return data().resolve(name);
  }

  /** Starts what was stopped or killed; returns when it takes connections. */
  public void start() {
    String log = folder.resolve("log").toString();
    run("pg_ctl", "start", "-w", "-t", MOST_SECONDS, "-l", log, "-o", "-p " + port, "-D");
    runs = true;
  }

  /** Stops it in good order: what sessions are doing is rolled back, and they are told. */
  public void stop() {
    run("pg_ctl", "stop", "-w", "-t", MOST_SECONDS, "-m", "fast", "-D");
    runs = false;
  }

  /** Ends all its processes at once, as {@code kill -9} does. */
  public void kill() {
    List<ProcessHandle> processes = processes();
    processes.forEach(ProcessHandle::destroyForcibly);
    try {
      CompletableFuture.allOf(
              processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(1, TimeUnit.MINUTES);
      // Else a new process that happens to have the old one's number is taken for it.
      Files.deleteIfExists(file("postmaster.pid"));
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL cannot be killed", e);
    }
    runs = false;
  }

  /** Freezes all its processes: connections stay open, and nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets it go on as if nothing had been. */
  public void resume() {
    signal("-CONT");
  }

  /** Makes a standby one that takes writes. */
  public void promote() {
    run("pg_ctl", "promote", "-w", "-t", MOST_SECONDS, "-D");
  }

  /** Ends it, and removes its files. */
  @Override
  public synchronized void close() {
    if (removed) {
      return;
    }
    removed = true;
    if (runs) {
      kill();
    }
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private List<ProcessHandle> processes() {
    ProcessHandle postmaster = PostgresServer.postmaster(data());
    List<ProcessHandle> processes = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(processes::add);
    return processes;
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes().forEach(process -> command.add(text(process.pid())));
    execute(command);
  }

  /** Runs one of the programs; its last argument is the data folder. */
  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    // PostgreSQL refuses to run as root, who therefore runs it as nobody in a name space.
    if ("root".equals(ProcessHandle.current().info().user().orElse(""))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    command.add(data().toString());
    execute(command);
  }

  private void execute(List<String> command) {
    Path output = folder.resolve("output");
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s".formatted(command, status, Files.readString(output)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }

  private static String text(long number) {
    return String.valueOf(number);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
