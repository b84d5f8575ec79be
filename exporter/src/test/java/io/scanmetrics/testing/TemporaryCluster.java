package io.scanmetrics.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL made from installed programs; it and its files go when the JVM ends. */
final class TemporaryCluster {
  private final Path programs;
  private final Path folder;

  private TemporaryCluster(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /** The port of the server that was started. */
  static int start(Path programs) {
    try {
      var cluster = new TemporaryCluster(programs, Files.createTempDirectory("scan-metrics-pg"));
      return cluster.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int start() throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "temporary-cluster-removal"));
    String data = folder.resolve("data").toString();
    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N");
    int port = freePort();
    String options =
        "-F -p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
            .formatted(port);
    String log = folder.resolve("log").toString();
    run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start");
    return port;
  }

  private void remove() {
    try {
      run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
    } catch (IllegalStateException e) {
      // It did not start; there is still the folder to remove.
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String program, String... arguments) {
    Path output = folder.resolve(program + ".out");
    try {
      int status =
          new ProcessBuilder(command(program, arguments))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s".formatted(program, status, Files.readString(output)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program + " was interrupted", e);
    }
  }

  /** PostgreSQL refuses to run as root, who therefore runs it as nobody in a name space. */
  private List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(ProcessHandle.current().info().user().orElse(""))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
