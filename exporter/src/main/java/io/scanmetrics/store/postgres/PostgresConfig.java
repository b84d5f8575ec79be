package io.scanmetrics.store.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL, as whom, and how its schema is dealt with: the {@code scan.metrics.jdbc.*} and
 * {@code scan.metrics.schema} options. Names no password when it is printed.
 *
 * @param url a JDBC URL of PostgreSQL with whatever parameters pgjdbc knows; what the URL says wins
 *     over the other components
 * @param user {@code null} for pgjdbc's own default
 * @param password {@code null} for none, or for pgjdbc's own sources such as {@code .pgpass}
 * @param passwordFile holds the password, maybe followed by a line break; read anew for each
 *     connection, so that a secret may change; wins over {@code password}
 * @param schema what to do about the schema
 */
public record PostgresConfig(
    String url,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path passwordFile,
    SchemaMode schema) {

  /**
   * Refuses a URL that is none of PostgreSQL's.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without repeating it
   */
  public PostgresConfig {
    JdbcUrl.parse(url);
  }

  @Override
  public String toString() {
    return "PostgresConfig[url="
        + JdbcUrl.parse(url).url()
        + ", user="
        + user
        + ", passwordFile="
        + passwordFile
        + ", schema="
        + schema
        + "]";
  }
}
