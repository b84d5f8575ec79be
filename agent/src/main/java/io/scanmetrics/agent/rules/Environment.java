package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${env:NAME}} and {@code ${env:NAME:-default}} into values that are constants for
 * this JVM: those under {@code scanner:}, and attributes.
 */
final class Environment {
  static final String START = "${env:";

  private final Map<String, String> variables;
  private final FaultList faults;

  Environment(Map<String, String> variables, FaultList faults) {
    this.variables = variables;
    this.faults = faults;
  }

  /** Whether the value is for {@link #fill} rather than an expression, which never has that. */
  static boolean isNamedIn(Scalar value) {
    return value.text().contains(START);
  }

  /**
   * The value with all variables filled in. As in a shell, a default also stands in for a variable
   * that is empty.
   *
   * @return {@code null} if a variable is unset and has no default, or nothing is left
   */
  @Nullable String fill(Scalar value) {
    String text = value.text();
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
      int end = text.indexOf('}', start);
      if (end < 0 || !text.startsWith(START, start)) {
        report(value, start);
        return null;
      }
      String variable = variable(text.substring(start + START.length(), end));
      if (variable == null) {
        return null;
      }
      filled.append(text, from, start).append(variable);
      from = end + 1;
    }
    filled.append(text, from, text.length());
    return filled.length() == 0 ? null : filled.toString();
  }

  private @Nullable String variable(String reference) {
    int separator = reference.indexOf(":-");
    String value = variables.get(separator < 0 ? reference : reference.substring(0, separator));
    if (value != null && (!value.isEmpty() || separator < 0)) {
      return value;
    }
    return separator < 0 ? null : reference.substring(separator + 2);
  }

  private void report(Scalar value, int offset) {
    faults.add(
        value.line(),
        value.column() + offset + (value.quoted() ? 1 : 0),
        "a placeholder that is not understood",
        "write ${env:NAME} or ${env:NAME:-default}");
  }
}
