package io.scanmetrics.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Brings the schema {@code scanner} to the newest version that this jar knows: by the command
 * {@code migrate}, or before the first scan is written with {@code scan.metrics.schema=migrate}.
 * Needs Flyway on the class path, which is an optional dependency.
 *
 * <p>Any number of processes may migrate one database at once: one does the work, the others wait
 * for it, at most about ten minutes. A schema that is newer than this jar is left as it is.
 */
public final class SchemaMigration {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private SchemaMigration() {}

  /**
   * Migrates and then looks whether the schema has what this jar writes.
   *
   * @param dataSource hands out at least three connections at once, of a user who may create the
   *     schema or owns it; remains the caller's
   * @throws SchemaException if the schema is not at the newest version afterwards
   */
  public static Migrated migrate(DataSource dataSource) throws SchemaException {
    Thread thread = Thread.currentThread();
    ClassLoader callersLoader = thread.getContextClassLoader();
    thread.setContextClassLoader(SchemaMigration.class.getClassLoader());
    try {
      var flyway = new FlywayRun(dataSource);
      int scriptsRun = flyway.migrate();
      return verified(dataSource, new Migrated(scriptsRun, flyway.version()));
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

  private static String reason(Exception e) {
    SQLException refused =
        Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
            .filter(SQLException.class::isInstance)
            .map(SQLException.class::cast)
            .findFirst()
            .orElse(null);
    if (refused == null) {
      return oneLine(e);
    }
    return INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())
        ? oneLine(refused) + "; the user must own the schema scanner, or may create it"
        : oneLine(refused);
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /**
   * What a migration did.
   *
   * @param scriptsRun 0 if the schema was at the newest version already
   * @param version that the schema has now
   */
  public record Migrated(int scriptsRun, int version) {}
}
