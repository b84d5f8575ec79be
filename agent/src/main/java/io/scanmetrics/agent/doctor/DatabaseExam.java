package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.store.StoreException;
import io.scanmetrics.store.postgres.DatabaseCheck;
import io.scanmetrics.store.postgres.DatabaseState;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaMode;
import io.scanmetrics.store.postgres.SchemaState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The database and its schema: whether a scan can be written there. */
final class DatabaseExam {
  private static final String DATABASE = "database";
  private static final String SCHEMA = "schema";

  /** Half of what makes a scan without a sign of life read as aborted. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private final List<Finding> findings = new ArrayList<>();

  private DatabaseExam() {}

  static List<Finding> of(Options options) {
    DatabaseExam exam = new DatabaseExam();
    try {
      PostgresConfig config = options.postgres();
      if (config == null) {
        exam.findings.add(
            Finding.note(
                DATABASE,
                "none is configured: spans and meters, but no rows",
                "name one with " + Option.JDBC_URL.property()));
      } else {
        DatabaseState state = DatabaseCheck.check(config);
        exam.server(state);
        exam.schema(state, config.schema());
      }
    } catch (IllegalArgumentException | StoreException e) {
      exam.findings.add(Finding.fault(DATABASE, String.valueOf(e.getMessage())));
    }
    return exam.findings;
  }

  private void server(DatabaseState state) {
    String server = "PostgreSQL " + state.version();
    if (state.majorVersion() < DatabaseState.OLDEST_SERVER) {
      fault(server + " is too old", "upgrade it to " + DatabaseState.OLDEST_SERVER + " or later");
    } else if (state.majorVersion() > DatabaseState.NEWEST_SERVER) {
      findings.add(
          Finding.note(DATABASE, server + " is newer than what this version was tried with"));
    } else {
      findings.add(
          Finding.ok(DATABASE, server + ", database " + state.database() + ", as " + state.user()));
    }
    if (!state.encoding().equals("UTF8")) {
      fault(
          "it stores texts as " + state.encoding() + ", which refuses some",
          "create one with ENCODING 'UTF8'");
    }
    if (state.standby()) {
      fault(
          "it is a standby, which cannot be written to",
          "name the primary, or all hosts in the URL with targetServerType=primary");
    } else if (state.readOnly()) {
      fault(
          "it is read-only for " + state.user(),
          "find out where default_transaction_read_only is set (ALTER DATABASE, ALTER ROLE,"
              + " postgresql.conf) and reset it");
    }
    Duration ahead = state.clockAhead();
    if (ahead.abs().compareTo(MOST_SKEW) >= 0) {
      fault(
          "its clock is %d s %s this machine's, so scans that run may read as aborted"
              .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"),
          "set both by NTP");
    }
  }

  private void schema(DatabaseState state, SchemaMode mode) {
    SchemaState schema = state.schema();
    boolean wanted = mode == SchemaMode.MIGRATE && schema.denied().isEmpty();
    boolean made = wanted && state.migrationRefusal() == null;
    boolean lacksMigrationsOnly =
        schema.denied().isEmpty()
            && schema.missing().stream().allMatch(missing -> missing.startsWith("migration "));
    if (!schema.isReady()) {
      boolean allowed = made || (mode == SchemaMode.OFF && lacksMigrationsOnly);
      findings.add(
          allowed
              ? Finding.note(
                  SCHEMA, schema.message() + (made ? "; scan.metrics.schema=migrate makes it" : ""))
              : Finding.fault(
                  SCHEMA,
                  wanted
                      ? "scan.metrics.schema=migrate cannot make it: " + state.migrationRefusal()
                      : schema.message()));
    } else if (state.refusal() != null) {
      findings.add(Finding.fault(SCHEMA, "a scan could not be written: " + state.refusal()));
    } else {
      findings.add(
          Finding.ok(
              SCHEMA,
              "version "
                  + schema.version()
                  + (state.readOnly() ? "" : "; a scan was written, read and taken back")));
    }
  }

  private void fault(String message, String mend) {
    findings.add(Finding.fault(DATABASE, message, mend));
  }
}
