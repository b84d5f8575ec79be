package io.scanmetrics.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema {@code scanner} to the newest version that this jar knows: by the command
 * {@code migrate}, or before the first scan is written with {@code scan.metrics.schema=migrate}.
 * Needs Flyway on the class path, which is an optional dependency.
 *
 * <p>Any number of processes may migrate one database at once: one does the work, the others wait
 * for it, at most about ten minutes. A schema that is newer than this jar is left as it is.
 */
public final class SchemaMigration {
  /** One row if the user may not make what is to be made: who, what, and the grant for it. */
  private static final String RIGHTS =
      """
      SELECT current_user, missing.act, missing.right, quote_ident(current_user)
      FROM (
        SELECT 'create the schema scanner' AS act,
          'CREATE ON DATABASE ' || quote_ident(current_database()) AS right
        WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'scanner')
          AND NOT has_database_privilege(current_database(), 'CREATE')
        UNION ALL
        SELECT 'create tables in the schema scanner', 'USAGE, CREATE ON SCHEMA scanner'
        FROM pg_namespace
        WHERE nspname = 'scanner'
          AND NOT (has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE'))
      ) AS missing
      """;

  private SchemaMigration() {}

  /**
   * As {@link #migrate(DataSource)}, with connections of its own that wait for as long as the
   * database works: making an index on tables that are full takes its time.
   *
   * @throws SchemaException if the schema is not at the newest version afterwards
   */
  public static Migrated migrate(PostgresConfig config) throws SchemaException {
    return migrate(PostgresDataSource.patient(config));
  }

  /**
   * Migrates and then looks whether the schema has what this jar writes.
   *
   * @param dataSource hands out at least two connections at once, of a user who may create the
   *     schema or owns it; remains the caller's
   * @throws SchemaException if the schema is not at the newest version afterwards
   */
  public static Migrated migrate(DataSource dataSource) throws SchemaException {
    Thread thread = Thread.currentThread();
    ClassLoader callersLoader = thread.getContextClassLoader();
    thread.setContextClassLoader(SchemaMigration.class.getClassLoader());
    try {
      SchemaState before;
      String lackingRight;
      try (Connection connection = dataSource.getConnection()) {
        before = SchemaCheck.check(connection);
        lackingRight = lackingRight(connection);
      }
      if (lackingRight != null) {
        // Flyway would try again and again, and in the end say it in many lines.
        return unchanged(before, lackingRight);
      }
      var flyway = new FlywayRun(dataSource);
      int scriptsRun = flyway.migrate();
      return verified(dataSource, new Migrated(scriptsRun, before.version(), flyway.version()));
    } catch (NoClassDefFoundError e) {
      throw new SchemaException(
          "migrating needs org.flywaydb:flyway-database-postgresql on the class path; without it: "
              + SchemaState.MIGRATE_COMMAND,
          e);
    } catch (SQLException | RuntimeException e) {
      throw new SchemaException("the schema scanner could not be migrated: " + reason(e), e);
    } finally {
      thread.setContextClassLoader(callersLoader);
    }
  }

  /** A schema that needs nothing may belong to somebody else. */
  private static Migrated unchanged(SchemaState schema, String lackingRight)
      throws SchemaException {
    if (schema.version() < MigrationScript.NEWEST_VERSION || !schema.missing().isEmpty()) {
      throw new SchemaException(lackingRight, null);
    }
    return new Migrated(0, schema.version(), schema.version());
  }

  /**
   * Why its user may not make what a migration may have to make, and what mends that; {@code null}
   * for one who may.
   */
  static @Nullable String lackingRight(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RIGHTS);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? "the database user %s may not %s; mend it as the owner with: GRANT %s TO %s"
              .formatted(
                  result.getString(1),
                  result.getString(2),
                  result.getString(3),
                  result.getString(4))
          : null;
    }
  }

  /** Flyway reports success even if it was shown no script at all, so its word is not enough. */
  private static Migrated verified(DataSource dataSource, Migrated migrated)
      throws SchemaException, SQLException {
    if (migrated.version() < MigrationScript.NEWEST_VERSION) {
      throw new SchemaException(
          "the schema scanner is at version %d after migrating, not at %d"
              .formatted(migrated.version(), MigrationScript.NEWEST_VERSION),
          null);
    }
    try (Connection connection = dataSource.getConnection()) {
      SchemaState state = SchemaCheck.check(connection);
      if (!state.missing().isEmpty()) {
        throw new SchemaException(
            "scanner.%s says version %d, but someone has since removed: %s"
                .formatted(
                    FlywayRun.HISTORY_TABLE,
                    migrated.version(),
                    String.join(", ", state.missing())),
            null);
      }
    }
    return migrated;
  }

  /** What PostgreSQL said, if it said something, without what Flyway put around it. */
  private static String reason(Exception e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .findFirst()
        .map(SchemaMigration::oneLine)
        .orElseGet(() -> oneLine(e));
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /**
   * What a migration did.
   *
   * @param scriptsRun 0 if the schema was at the newest version already
   * @param before the version that the schema had before, made by Flyway or by psql; 0 if none
   * @param version that the schema has now
   */
  public record Migrated(int scriptsRun, int before, int version) {}
}
