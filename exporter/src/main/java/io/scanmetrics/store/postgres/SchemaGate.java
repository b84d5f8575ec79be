package io.scanmetrics.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Lets the first scan pass once the database has what is written to, as {@link SchemaMode} says;
 * later ones without another look. For one thread.
 */
final class SchemaGate {
  private final SchemaMode mode;
  private final DataSource dataSource;
  private boolean open;

  /**
   * @param dataSource for migrating, which needs connections of its own
   */
  SchemaGate(SchemaMode mode, DataSource dataSource) {
    this.mode = mode;
    this.dataSource = dataSource;
    this.open = mode == SchemaMode.OFF;
  }

  /**
   * Looks at the schema, or makes it, if that was not done yet.
   *
   * @param connection stays the caller's, outside of a transaction
   * @throws SchemaException if scans have to wait; the message says what mends it
   * @throws SQLException if the database could not be asked
   */
  void pass(Connection connection) throws SQLException, SchemaException {
    if (open) {
      return;
    }
    if (mode == SchemaMode.MIGRATE) {
      SchemaMigration.migrate(dataSource);
    }
    SchemaState state = SchemaCheck.check(connection);
    connection.rollback();
    if (!state.isReady()) {
      throw new SchemaException(state.message(), null);
    }
    open = true;
  }

  /** The database did not understand what was written: next time it is looked at again. */
  void doubt() {
    open = mode == SchemaMode.OFF;
  }
}
