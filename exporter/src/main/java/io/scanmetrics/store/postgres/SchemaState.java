package io.scanmetrics.store.postgres;

import java.util.List;

/**
 * What {@link SchemaCheck} found: whether scans can be written, and else what to do about it.
 *
 * @param version of the newest migration applied, by Flyway or by psql; 0 if none was
 * @param missing what the database lacks, each as a phrase, the most telling first; empty if it has
 *     everything
 * @param denied what the user lacks the right to, each as {@code INSERT ON scanner.scan_metrics};
 *     empty if something is missing
 * @param user as whom the database was asked
 */
public record SchemaState(int version, List<String> missing, List<String> denied, String user) {
  /** What mends whatever is missing. */
  public static final String MIGRATE_COMMAND =
      "java -jar scan-metrics-agent.jar migrate --jdbc-url …";

  private static final int NAMED_AT_MOST = 4;

  public SchemaState {
    missing = List.copyOf(missing);
    denied = List.copyOf(denied);
  }

  /** Whether scans can be written. */
  public boolean isReady() {
    return missing.isEmpty() && denied.isEmpty();
  }

  /** One line: that all is well, or what is wrong and the command that mends it. */
  public String message() {
    if (!missing.isEmpty()) {
      return "the database lacks %s; mend it with: %s"
          .formatted(enumerate(missing), MIGRATE_COMMAND);
    }
    if (!denied.isEmpty()) {
      return "the database user %s lacks %s; mend it as the schema's owner with: %s"
          .formatted(user, enumerate(denied), grants());
    }
    return "the schema scanner is at version " + version;
  }

  private static String enumerate(List<String> phrases) {
    int more = phrases.size() - NAMED_AT_MOST;
    return more <= 0
        ? String.join(", ", phrases)
        : String.join(", ", phrases.subList(0, NAMED_AT_MOST)) + " and " + more + " more";
  }

  private String grants() {
    String quoted = '"' + user.replace("\"", "\"\"") + '"';
    return """
        GRANT USAGE ON SCHEMA scanner TO %1$s; \
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA scanner TO %1$s; \
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA scanner TO %1$s"""
        .formatted(quoted);
  }
}
