package com.example.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL on a free port of the loopback interface, where {@code postgres} needs no password.
 * It ends, and its data with it, when it is closed or the JVM exits.
 */
final class DemoDatabase implements AutoCloseable {
  private static final Duration STARTUP_AT_MOST = Duration.ofMinutes(1);

  private final EmbeddedPostgres server;

  private DemoDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param folder where its programs are unpacked and its data lies
   */
  static DemoDatabase start(Path folder) throws IOException {
    return new DemoDatabase(
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.toFile())
            .setPGStartupWait(STARTUP_AT_MOST)
            .start());
  }

  /** The TCP port. */
  int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
