package io.scanmetrics.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL that may be stopped and started again, with what is in it, on the same port. */
final class RestartableServer implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  RestartableServer(Path data) throws IOException {
    this.data = data;
    this.running = builder(data).start();
    this.port = running.getPort();
  }

  String url() {
    return running.getJdbcUrl("postgres", "postgres");
  }

  void stop() throws IOException {
    running.close();
  }

  void start() throws IOException {
    running = builder(data).setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
  }
}
