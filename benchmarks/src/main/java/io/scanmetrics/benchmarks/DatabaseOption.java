package io.scanmetrics.benchmarks;

import io.scanmetrics.store.postgres.SchemaException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every benchmark that measures one PostgreSQL. */
final class DatabaseOption {
  @Option(
      names = "--jdbc-url",
      description =
          "an empty database to write to, which loses what it has; default: an embedded one")
  private @Nullable String jdbcUrl;

  interface Measurement {
    int in(String url) throws IOException, SQLException, SchemaException;
  }

  int measure(Measurement measurement) throws IOException, SQLException, SchemaException {
    if (jdbcUrl != null) {
      return measurement.in(jdbcUrl);
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      return measurement.in(postgres.getJdbcUrl("postgres", "postgres"));
    }
  }
}
