package com.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connects to the database that the environment names, by the variables that the agent reads. */
final class DemoConnection {
  private DemoConnection() {}

  /** A new connection; it belongs to the caller. */
  static Connection open(Map<String, String> environment) throws SQLException, IOException {
    String url = environment.get("SCAN_METRICS_JDBC_URL");
    if (url == null) {
      throw new IOException("SCAN_METRICS_JDBC_URL is not set");
    }
    Properties properties = new Properties();
    put(properties, "user", environment.get("SCAN_METRICS_JDBC_USER"));
    String file = environment.get("SCAN_METRICS_JDBC_PASSWORD_FILE");
    put(properties, "password", file == null ? null : Files.readString(Path.of(file)).strip());
    put(properties, "password", environment.get("SCAN_METRICS_JDBC_PASSWORD"));
    properties.setProperty("ApplicationName", "scan-metrics-demo");
    return DriverManager.getConnection(url, properties);
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }
}
