package io.scanmetrics.agent.options;

import io.scanmetrics.agent.log.Redaction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of options: what can be set, by which names, to what, and what applies without. The
 * README's table and the command line's flags follow from it.
 */
public enum Option {
  ENABLED("enabled", Kind.FLAG, "true", "false: the agent does nothing at all"),
  RULES(
      "rules",
      Kind.LIST,
      null,
      "none: the agent says so in one line and does nothing",
      "rules files",
      ""),
  RULES_STRICT(
      "rules.strict",
      Kind.FLAG,
      "false",
      "true: any bad rule turns the agent off (the application still runs);"
          + " false: only that rule is skipped"),
  RULES_WATCH(
      "rules.watch",
      Kind.FLAG,
      "true",
      "true: a rules file that is changed while the JVM runs applies from then on;"
          + " false: the files are read once"),
  JDBC_URL(
      "jdbc.url", Kind.JDBC_URL, null, "none: spans and meters only", "PostgreSQL JDBC URL", ""),
  JDBC_USER("jdbc.user", Kind.TEXT, null, "pgjdbc's own", "the database user", ""),
  JDBC_PASSWORD(
      "jdbc.password",
      Kind.SECRET,
      null,
      "pgjdbc's own",
      "its password, as system property or environment variable only",
      ""),
  JDBC_PASSWORD_FILE(
      "jdbc.password.file",
      Kind.TEXT,
      null,
      "none",
      "a file with the password, for mounted secrets",
      ""),
  SCHEMA(
      "schema",
      Kind.CHOICE,
      "validate",
      "validate: refuse to write to a missing or older schema; migrate: migrate first;"
          + " off: do not look",
      "validate,migrate,off"),
  TENANT_ID(
      "tenant.id",
      Kind.TEXT,
      "00000000-0000-0000-0000-000000000000",
      "the tenant of scans whose rules give none: a UUID, or a text that becomes one"),
  SPOOL_DIR(
      "spool.dir",
      Kind.TEXT,
      null,
      "$XDG_STATE_HOME/scan-metrics/spool, else ~/.local/state/scan-metrics/spool",
      "where scans wait that are not yet in PostgreSQL",
      ""),
  SPOOL_MAX_BYTES(
      "spool.max.bytes",
      Kind.BYTES,
      "268435456",
      "beyond it the spool refuses new scans, counted and logged; what is in it stays"),
  SHUTDOWN_TIMEOUT(
      "shutdown.timeout",
      Kind.DURATION,
      "5s",
      "how long JVM exit may wait for the flush, a tenth of which is left for the JVM's own end; the"
          + " rest stays in the spool"),
  ORPHAN_TIMEOUT(
      "orphan.timeout",
      Kind.DURATION,
      "1m",
      "how long a phase with a scan_id waits for that scan to begin; 0: not at all"),
  PHASE_MAX_ROWS(
      "phase.max.rows",
      Kind.COUNT,
      "1000",
      "how many executions of one phase in one scan have rows and spans of their own; all others"
          + " share one"),
  PROMETHEUS_PORT(
      "prometheus.port",
      Kind.PORT,
      null,
      "none: not served",
      "serve /metrics on this port; 0: any free one, logged",
      ""),
  PROMETHEUS_HOST("prometheus.host", Kind.TEXT, "127.0.0.1", "the address to serve /metrics on"),
  CICD_NAMES(
      "cicd.names",
      Kind.FLAG,
      "false",
      "true: spans that are exported also say cicd.pipeline.* where that means the same"),
  LOG_LEVEL(
      "log.level",
      Kind.CHOICE,
      "info",
      "the agent's own log on stderr",
      "off,error,warn,info,debug");

  /** What a value has to look like. */
  public enum Kind {
    /** true or false. */
    FLAG,
    /** Any text. */
    TEXT,
    /** Texts, separated by commas. */
    LIST,
    /** One of {@link Option#choices}. */
    CHOICE,
    /** As in OpenTelemetry: a whole number with ms, s, m, h or d; milliseconds without. */
    DURATION,
    /** A whole number of bytes. */
    BYTES,
    /** A whole number. */
    COUNT,
    /** A TCP port, 0 to 65535. */
    PORT,
    /** Begins with {@code jdbc:postgresql:}. */
    JDBC_URL,
    /** A password: never printed, never an argument. */
    SECRET
  }

  /** What the names of all options begin with as system properties. */
  public static final String PREFIX = "scan.metrics.";

  /** What the names of all options begin with as environment variables. */
  public static final String ENVIRONMENT_PREFIX = "SCAN_METRICS_";

  private static final Option[] ALL = values();

  private final String argument;
  private final Kind kind;
  private final @Nullable String defaultValue;
  private final String defaultText;
  private final String description;
  private final String choices;

  Option(String argument, Kind kind, String defaultValue, String description) {
    this(argument, kind, defaultValue, defaultValue, description, "");
  }

  Option(String argument, Kind kind, String defaultValue, String description, String choices) {
    this(argument, kind, defaultValue, defaultValue, description, choices);
  }

  Option(
      String argument,
      Kind kind,
      @Nullable String defaultValue,
      String defaultText,
      String description,
      String choices) {
    this.argument = argument;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.description = description;
    this.choices = choices;
  }

  /** The option of that name in an agent argument, {@code null} if there is none. */
  public static @Nullable Option ofArgument(String name) {
    for (Option option : ALL) {
      if (option.argument.equals(name)) {
        return option;
      }
    }
    return null;
  }

  /** The name in an agent argument: the property's without its prefix. */
  public String argument() {
    return argument;
  }

  /** The name of the system property. */
  public String property() {
    return PREFIX + argument;
  }

  /** The name of the environment variable. */
  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + argument.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The name of the command line's flag. */
  public String flag() {
    return "--" + argument.replace('.', '-');
  }

  /** What a value has to look like. */
  public Kind kind() {
    return kind;
  }

  /** What applies if nothing is set; {@code null} if that is nothing, or is worked out. */
  public @Nullable String defaultValue() {
    return defaultValue;
  }

  /** What applies if nothing is set, for people. */
  public String defaultText() {
    return defaultText;
  }

  /** For people, half a sentence. */
  public String description() {
    return description;
  }

  /** The values of a {@link Kind#CHOICE}; empty for the others. */
  public String[] choices() {
    return choices.isEmpty() ? new String[0] : choices.split(",", -1);
  }

  /** What is wrong with that value and which one was meant, in words; {@code null} for nothing. */
  public @Nullable String fault(String value) {
    return Values.isValid(this, value) ? null : NearestValue.fault(this, value);
  }

  /** A value, valid or not, as it may be shown: without a password. */
  public String shown(String value) {
    return switch (kind) {
      case SECRET -> "***";
      case JDBC_URL -> Redaction.ofBrokenUrl(value);
      default -> Redaction.of(value);
    };
  }

  boolean offers(String value) {
    for (String choice : choices()) {
      if (choice.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
