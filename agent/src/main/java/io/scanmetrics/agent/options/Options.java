package io.scanmetrics.agent.options;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.store.postgres.PostgresConfig;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options as they apply to this JVM: the agent argument (or the command line's flags) before
 * system properties before the environment before the defaults. A blank value counts as none. What
 * is wrong with them is in {@link #faults}, for the caller to log. Immutable, and safe to print.
 */
public final class Options {
  private static final String ARGUMENT = "argument";
  private static final String PROPERTY = "system property";
  private static final String ENVIRONMENT = "environment";

  /** What applies; an option without a value is absent. */
  private final Map<Option, String> values = new HashMap<>();

  /** Where a value is from; an option that nobody set is absent. */
  private final Map<Option, String> sources = new HashMap<>();

  private final Map<String, String> otelArguments;
  private final List<String> faults;
  private final boolean sdkDisabled;
  private final String spoolDir;

  private Options(
      Map<Option, String> arguments,
      Map<String, String> otelArguments,
      Map<?, ?> properties,
      Map<String, String> environment,
      List<String> faults) {
    this.otelArguments = otelArguments;
    this.faults = faults;
    for (Option option : Option.values()) {
      resolve(option, arguments.get(option), properties, environment);
    }
    reportUnknown(properties, environment);
    if (values.containsKey(Option.JDBC_PASSWORD_FILE) && values.containsKey(Option.JDBC_PASSWORD)) {
      faults.add(Faults.passwordTwice());
    }
    this.sdkDisabled = sdkDisabled(properties, environment);
    this.spoolDir = spoolDir(properties, environment);
  }

  /**
   * The options of an agent.
   *
   * @param argument what stands behind the agent's jar, {@code null} if nothing does
   * @param properties the system properties
   * @param environment the environment variables
   */
  public static Options ofAgent(
      @Nullable String argument, Map<?, ?> properties, Map<String, String> environment) {
    List<String> faults = new ArrayList<>();
    if (argument == null || argument.isEmpty()) {
      return new Options(
          Collections.<Option, String>emptyMap(),
          Collections.<String, String>emptyMap(),
          properties,
          environment,
          faults);
    }
    AgentArgument parsed = AgentArgument.parse(argument, faults);
    return new Options(parsed.values, parsed.otel, properties, environment, faults);
  }

  /**
   * The options of the command line.
   *
   * @param flags the values of the flags that were given
   * @param properties the system properties
   * @param environment the environment variables
   */
  public static Options ofCommandLine(
      Map<Option, String> flags, Map<?, ?> properties, Map<String, String> environment) {
    return new Options(
        flags, Collections.<String, String>emptyMap(), properties, environment, new ArrayList<>());
  }

  private void resolve(
      Option option,
      @Nullable String argument,
      Map<?, ?> properties,
      Map<String, String> environment) {
    String source = ARGUMENT;
    String value = present(option, argument);
    if (value == null) {
      source = PROPERTY;
      value = present(option, properties.get(option.property()));
    }
    if (value == null) {
      source = ENVIRONMENT;
      value = present(option, environment.get(option.environmentVariable()));
      if (value != null && option.kind() == Option.Kind.PORT && value.startsWith("tcp://")) {
        // Kubernetes sets NAME_PORT=tcp://… for each service called name.
        value = null;
      }
    }
    if (value != null && !Values.isValid(option, value)) {
      faults.add(Faults.invalidValue(option, source, value));
      value = null;
    }
    if (value != null) {
      sources.put(option, source);
    } else {
      value = option.defaultValue();
    }
    if (value != null) {
      values.put(option, value);
    }
  }

  private static @Nullable String present(Option option, @Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      return null;
    }
    return option.kind() == Option.Kind.SECRET ? text : trimmed;
  }

  private void reportUnknown(Map<?, ?> properties, Map<String, String> environment) {
    for (Object key : properties.keySet()) {
      if (key instanceof String name
          && name.startsWith(Option.PREFIX)
          && Option.ofArgument(name.substring(Option.PREFIX.length())) == null) {
        faults.add(Faults.unknownProperty(name));
      }
    }
    for (String name : environment.keySet()) {
      if (name.startsWith(Option.ENVIRONMENT_PREFIX)
          && !isVariable(name)
          && !Faults.isServiceLink(name)) {
        faults.add(Faults.unknownVariable(name));
      }
    }
  }

  private static boolean isVariable(String name) {
    for (Option option : Option.values()) {
      if (option.environmentVariable().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean sdkDisabled(Map<?, ?> properties, Map<String, String> environment) {
    Object value = otelArguments.get("otel.sdk.disabled");
    if (value == null) {
      value = properties.get("otel.sdk.disabled");
    }
    if (value == null) {
      value = environment.get("OTEL_SDK_DISABLED");
    }
    return value instanceof String text && text.trim().equalsIgnoreCase("true");
  }

  private String spoolDir(Map<?, ?> properties, Map<String, String> environment) {
    String given = values.get(Option.SPOOL_DIR);
    if (given != null) {
      return given;
    }
    String state = environment.get("XDG_STATE_HOME");
    // The XDG specification has relative paths ignored; a user without a home has a question mark.
    if (state == null || !new File(state).isAbsolute()) {
      Object home = properties.get("user.home");
      if (home == null || !new File(home.toString()).isAbsolute()) {
        return "";
      }
      state = home + "/.local/state";
    }
    return state + "/scan-metrics/spool";
  }

  /** What is wrong with the options as they were given, one line each, fit to be logged. */
  public List<String> faults() {
    return Collections.unmodifiableList(faults);
  }

  /** Whether the agent is to do anything at all. */
  public boolean enabled() {
    return isTrue(Option.ENABLED) && !sdkDisabled;
  }

  /** The paths of the rules files in order; empty if none are given. */
  public List<String> rules() {
    List<String> paths = new ArrayList<>();
    String list = values.get(Option.RULES);
    int from = 0;
    while (list != null && from <= list.length()) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      String path = list.substring(from, end).trim();
      if (!path.isEmpty()) {
        paths.add(path);
      }
      from = end + 1;
    }
    return paths;
  }

  /** Whether any bad rule turns the agent off. */
  public boolean rulesStrict() {
    return isTrue(Option.RULES_STRICT);
  }

  /** Whether exported spans also say what OpenTelemetry's conventions for CI/CD call it. */
  public boolean cicdNames() {
    return isTrue(Option.CICD_NAMES);
  }

  /** Whether rules files that are changed are read again. */
  public boolean rulesWatched() {
    return isTrue(Option.RULES_WATCH);
  }

  /** Begins with {@code jdbc:postgresql:} and may hold a password; {@code null} for no database. */
  public @Nullable String jdbcUrl() {
    return values.get(Option.JDBC_URL);
  }

  /**
   * The database as the exporter wants to know it, {@code null} for none.
   *
   * @throws IllegalArgumentException if pgjdbc would not understand the URL; the message says why
   *     and does not repeat it
   */
  public @Nullable PostgresConfig postgres() {
    String url = jdbcUrl();
    return url == null
        ? null
        : DatabaseOptions.of(
            url,
            values.get(Option.JDBC_USER),
            values.get(Option.JDBC_PASSWORD),
            values.get(Option.JDBC_PASSWORD_FILE),
            required(Option.SCHEMA));
  }

  /** The tenant of scans whose rules give none: a UUID, or any text. */
  public String tenantId() {
    return required(Option.TENANT_ID);
  }

  /** Whether somebody set that option, to whatever value. */
  public boolean isSet(Option option) {
    return sources.containsKey(option);
  }

  /** The folder in which scans wait; empty for a user without a home. */
  public String spoolDir() {
    return spoolDir;
  }

  /** How much may wait there, in bytes. */
  public long spoolMaxBytes() {
    return Values.wholeNumber(required(Option.SPOOL_MAX_BYTES));
  }

  /** How many executions of one phase in one scan have rows of their own. */
  public int phaseMaxRows() {
    return (int) Math.min(Integer.MAX_VALUE, Values.wholeNumber(required(Option.PHASE_MAX_ROWS)));
  }

  /** How long a phase waits for the scan that it names to begin; zero: not at all. */
  public Duration orphanTimeout() {
    return Duration.ofMillis(Values.millis(required(Option.ORPHAN_TIMEOUT)));
  }

  /** How long the exit of the JVM may wait for the flush. */
  public Duration shutdownTimeout() {
    return Duration.ofMillis(Values.millis(required(Option.SHUTDOWN_TIMEOUT)));
  }

  /** The port to serve meters on, 0 for any free one, -1 for not to. */
  public int prometheusPort() {
    String port = values.get(Option.PROMETHEUS_PORT);
    return port == null ? -1 : (int) Values.wholeNumber(port);
  }

  /** The address to serve meters on. */
  public String prometheusHost() {
    return required(Option.PROMETHEUS_HOST);
  }

  /** How much the agent says. */
  public AgentLog.Level logLevel() {
    return AgentLog.Level.of(required(Option.LOG_LEVEL));
  }

  /**
   * What to tell the private SDK's autoconfigure on top of what it reads itself.
   *
   * @param configured the properties as autoconfigure has read them, {@code null} where not set
   */
  public Map<String, String> otel(Function<String, @Nullable String> configured) {
    return OtelProperties.of(otelArguments, configured);
  }

  /**
   * What the {@code otel.…} options ask for, those of the agent argument among them.
   *
   * @param properties the system properties
   * @param environment the environment variables
   */
  public OtelOptions otelOptions(Map<?, ?> properties, Map<String, String> environment) {
    return new OtelOptions(otelArguments, properties, environment);
  }

  private boolean isTrue(Option option) {
    return required(option).equalsIgnoreCase("true");
  }

  private String required(Option option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalStateException(option.property());
    }
    return value;
  }

  /** What is set and where, without passwords. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Option option : Option.values()) {
      String value = values.get(option);
      if (value != null && isSet(option)) {
        text.append(text.length() == 0 ? "" : ", ")
            .append(option.property())
            .append('=')
            .append(option.shown(value))
            .append(" (")
            .append(sources.get(option))
            .append(')');
      }
    }
    return text.toString();
  }
}
