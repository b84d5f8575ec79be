package io.scanmetrics.agent.options;

import io.scanmetrics.agent.log.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words what is wrong with an option, and the nearest right one, in one line each. */
final class Faults {
  private static final int SHOWN_CHARACTERS = 100;

  private Faults() {}

  static String passwordAsArgument() {
    return "a password is not taken from the agent argument, where process lists show it; set "
        + Option.JDBC_PASSWORD_FILE.property()
        + " or the environment variable "
        + Option.JDBC_PASSWORD.environmentVariable();
  }

  static String argumentWithoutValue(String item) {
    String shown = shown(item);
    if (shown.endsWith(".yaml") || shown.endsWith(".yml")) {
      return "agent argument '"
          + shown
          + "' has no name; several rules files stand in single quotes: rules='"
          + "first.yaml,"
          + shown
          + "'";
    }
    return "agent argument '" + shown + "' has no value; did you mean " + nearest(shown) + "=…?";
  }

  /** For what may contain a secret. */
  static String unreadableArgument(int number) {
    return "agent argument "
        + number
        + " is not name=value; a value with commas stands in single quotes: name='a,b'";
  }

  static String unknownArgument(String name) {
    return "agent argument '" + shown(name) + "' is unknown; did you mean " + nearest(name) + "?";
  }

  static String unknownProperty(String name) {
    return "system property "
        + shown(name)
        + " is unknown; did you mean "
        + Option.PREFIX
        + nearest(name.substring(Option.PREFIX.length()))
        + "?";
  }

  static String unknownVariable(String name) {
    List<String> names = new ArrayList<>();
    for (Option option : Option.values()) {
      names.add(option.environmentVariable());
    }
    return "environment variable "
        + shown(name)
        + " is unknown; did you mean "
        + Nearest.of(name, names)
        + "?";
  }

  static String invalidValue(Option option, String source, String value) {
    return option.property()
        + "="
        + shortened(option.shown(value))
        + " ("
        + source
        + ") "
        + NearestValue.fault(option, value)
        + "; the default applies: "
        + option.defaultText();
  }

  static String passwordTwice() {
    return Option.JDBC_PASSWORD.property()
        + " and "
        + Option.JDBC_PASSWORD_FILE.property()
        + " are both set; the file is used";
  }

  /** Kubernetes sets such variables for each service whose name begins with scan-metrics. */
  static boolean isServiceLink(String variable) {
    return variable.endsWith("_SERVICE_HOST")
        || variable.contains("_SERVICE_PORT")
        || variable.endsWith("_PORT")
        || variable.contains("_TCP")
        || variable.contains("_UDP");
  }

  private static String nearest(String name) {
    List<String> names = new ArrayList<>();
    for (Option option : Option.values()) {
      names.add(option.argument());
    }
    String bare = name.toLowerCase(Locale.ROOT);
    return Nearest.of(
        bare.startsWith(Option.PREFIX) ? bare.substring(Option.PREFIX.length()) : bare, names);
  }

  private static String shown(String text) {
    return shortened(Redaction.of(text));
  }

  private static String shortened(String safe) {
    return safe.length() <= SHOWN_CHARACTERS ? safe : safe.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
