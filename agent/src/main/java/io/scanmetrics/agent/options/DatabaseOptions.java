package io.scanmetrics.agent.options;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaMode;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the texts of the database's options into what the exporter takes. */
final class DatabaseOptions {
  private DatabaseOptions() {}

  static PostgresConfig of(
      String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable String passwordFile,
      String schema) {
    try {
      return new PostgresConfig(
          url,
          user,
          password,
          passwordFile == null ? null : Path.of(passwordFile),
          SchemaMode.valueOf(schema.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Option.JDBC_URL.property() + ": " + e.getMessage(), e);
    }
  }
}
