package com.example.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The PostgreSQL of one test class, with a database for each test. */
final class DatabaseServer implements AutoCloseable {
  private final DemoDatabase server;
  private int databases;

  private DatabaseServer(DemoDatabase server) {
    this.server = server;
  }

  static DatabaseServer start() throws IOException {
    return new DatabaseServer(DemoDatabase.start(Path.of("target", "it-postgres")));
  }

  ScanRows newDatabase() throws SQLException {
    String name = "demo_" + ++databases;
    String url = "jdbc:postgresql://localhost:" + server.port() + "/";
    new ScanRows(url + "postgres").execute("CREATE DATABASE " + name);
    return new ScanRows(url + name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
