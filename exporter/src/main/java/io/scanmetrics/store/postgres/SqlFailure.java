package io.scanmetrics.store.postgres;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an SQLSTATE means for the scans that were being written: that they wait, or that one of them
 * can never be stored.
 *
 * <p>Scans wait for whatever mends without them. That includes what only a person mends, such as a
 * password, a right or a table: the texts of the statements never change, so a database that does
 * not understand them has a fault of its own. Everything that is not listed is taken for the scan's
 * fault: it is set aside with the reason and may be tried again by hand, whereas a scan that waits
 * for nothing would hold up all others.
 *
 * <p>Of several prefixes that fit, the longest counts.
 */
enum SqlFailure {
  CONNECTION("08", "check that it runs and can be reached from here"),
  NOT_SUPPORTED("0A", "a statement that was prepared before the schema changed is prepared anew"),
  TRANSACTION("25", "another session setting than usual is in force"),
  READ_ONLY(
      "25006",
      "it is a standby, or set to read-only; with several hosts in the URL use"
          + " targetServerType=primary"),
  STATEMENT_LOST("26", Hint.POOLER),
  STATEMENT_TWICE("42P05", Hint.POOLER),
  CREDENTIALS(
      "28",
      "check scan.metrics.jdbc.user and scan.metrics.jdbc.password or .password.file, and"
          + " pg_hba.conf"),
  NO_DATABASE("3D", "create the database, or correct scan.metrics.jdbc.url"),
  NO_SCHEMA("3F", Hint.MIGRATE),
  ROLLBACK("40", "someone else wrote the same at the same time"),
  RULES("42", "its schema is not what this version writes to; " + Hint.MIGRATE),
  NO_RIGHT(
      "42501",
      "its user needs USAGE on schema scanner, and SELECT, INSERT, UPDATE and DELETE on its tables"),
  RESOURCES("53", "it lacks disk, memory or other resources"),
  DISK_FULL("53100", "its disk is full"),
  TOO_MANY_CONNECTIONS("53300", "raise max_connections, or put a pooler in front of it"),
  IN_USE("55", "something else has a lock on the tables"),
  OPERATOR("57", "it is being shut down, started, or cancels statements"),
  SYSTEM("58", "it has trouble with its disk"),
  CONFIGURATION("F0", "its configuration is broken"),
  INTERNAL("XX", "it has an internal error; see its log"),
  REFUSED("", "");

  private static final class Hint {
    static final String POOLER =
        "behind a pooler such as PgBouncer add prepareThreshold=0 to the URL";
    static final String MIGRATE = "mend it with: " + SchemaState.MIGRATE_COMMAND;
  }

  private static final int MOST_CHARACTERS = 500;

  private final String prefix;
  private final String hint;

  SqlFailure(String prefix, String hint) {
    this.prefix = prefix;
    this.hint = hint;
  }

  /** What that failure of a statement means. One without an SQLSTATE is the driver's own. */
  static SqlFailure of(SQLException e) {
    String state = e.getSQLState();
    return state == null ? CONNECTION : ofState(state);
  }

  static SqlFailure ofState(String state) {
    SqlFailure best = REFUSED;
    for (SqlFailure failure : values()) {
      if (state.startsWith(failure.prefix) && failure.prefix.length() > best.prefix.length()) {
        best = failure;
      }
    }
    return best;
  }

  /** Whether the scans wait; else one of them is at fault. */
  boolean isWaiting() {
    return this != REFUSED;
  }

  /** Whether it may be that the schema is missing, or another one than it was. */
  boolean isSchemas() {
    return this == RULES || this == NO_RIGHT || this == NO_SCHEMA;
  }

  /** What a person may do about it. */
  String hint() {
    return hint;
  }

  /** What the database said, on one line, without the values that it said it about. */
  static String message(SQLException e) {
    ServerErrorMessage fromServer =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String text = fromServer != null ? fromServer.getMessage() : withCause(e);
    return shortened(text == null ? e.toString() : text) + state(e.getSQLState());
  }

  /** What the database said and what a person may do about it, on one line. */
  static String explained(SQLException e) {
    String hint = of(e).hint();
    return message(e) + (hint.isEmpty() ? "" : "; " + hint);
  }

  /** The driver keeps to itself what the network said. */
  private static @Nullable String withCause(SQLException e) {
    String text = e.getMessage();
    if (e.getCause() instanceof UnknownHostException unknown) {
      return text + " The host " + unknown.getMessage() + " is not known here.";
    }
    return e.getCause() instanceof SocketTimeoutException
        ? text + " There was no answer in time."
        : text;
  }

  private static String state(@Nullable String state) {
    return state == null ? "" : " (SQLSTATE " + state + ")";
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
  }
}
