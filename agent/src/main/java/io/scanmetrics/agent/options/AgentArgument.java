package io.scanmetrics.agent.options;

import io.scanmetrics.agent.log.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what stands behind {@code -javaagent:scan-metrics-agent.jar=}: {@code
 * name=value,name=value}. Names are those of {@link Option#argument}, with or without {@link
 * Option#PREFIX}, or {@code otel.…}. A value with commas stands in single quotes, a quote inside it
 * is doubled. Of a name given twice the last counts.
 */
final class AgentArgument {
  /** The agent's own options. */
  final Map<Option, String> values = new HashMap<>();

  /** The {@code otel.…} keys. */
  final Map<String, String> otel = new HashMap<>();

  private final String text;
  private final List<String> faults;
  private int at;
  private int item;

  /**
   * Whether what comes next may be the rest of a password with a comma in it, and so must not be
   * repeated in a message.
   */
  private boolean afterSecret;

  private AgentArgument(String text, List<String> faults) {
    this.text = text;
    this.faults = faults;
  }

  static AgentArgument parse(String text, List<String> faults) {
    AgentArgument argument = new AgentArgument(text, faults);
    while (argument.at < text.length()) {
      argument.item++;
      argument.readItem();
      argument.at++;
    }
    return argument;
  }

  private void readItem() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '=') {
      at++;
    }
    String name = text.substring(start, at).trim();
    if (at == text.length() || text.charAt(at) == ',') {
      if (!name.isEmpty()) {
        faults.add(
            afterSecret || (Option.ofArgument(name) == null && mayHoldPassword(name))
                ? Faults.unreadableArgument(item)
                : Faults.argumentWithoutValue(name));
      }
      return;
    }
    at++;
    String value = readValue();
    if (value == null) {
      faults.add(Faults.unreadableArgument(item));
      afterSecret = true;
    } else {
      set(name, value);
    }
  }

  /** Ends at the comma or at the end; {@code null} if the quotes are wrong. */
  private @Nullable String readValue() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length() || text.charAt(at) != '\'') {
      int end = text.indexOf(',', at);
      int start = at;
      at = end < 0 ? text.length() : end;
      return text.substring(start, at).trim();
    }
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\'') {
        value.append(c);
      } else if (at < text.length() && text.charAt(at) == '\'') {
        value.append(c);
        at++;
      } else {
        return skipToComma() ? value.toString() : null;
      }
    }
    return null;
  }

  /** Whether nothing but blanks stands before the comma. */
  private boolean skipToComma() {
    boolean blank = true;
    while (at < text.length() && text.charAt(at) != ',') {
      blank &= text.charAt(at) == ' ';
      at++;
    }
    return blank;
  }

  private void set(String name, String value) {
    if (name.startsWith("otel.")) {
      otel.put(name, value);
      return;
    }
    Option option =
        Option.ofArgument(
            name.startsWith(Option.PREFIX) ? name.substring(Option.PREFIX.length()) : name);
    if (option == null) {
      faults.add(afterSecret ? Faults.unreadableArgument(item) : Faults.unknownArgument(name));
      afterSecret |= mayHoldPassword(name);
      return;
    }
    Option.Kind kind = option.kind();
    afterSecret = kind == Option.Kind.SECRET || kind == Option.Kind.JDBC_URL;
    if (kind == Option.Kind.SECRET) {
      faults.add(Faults.passwordAsArgument());
      return;
    }
    values.put(option, kind == Option.Kind.JDBC_URL ? withoutPassword(value) : value);
  }

  /** Whether a password, or a URL that may have one in it, seems to be meant by what was typed. */
  private static boolean mayHoldPassword(String typed) {
    String name = typed.toLowerCase(Locale.ROOT);
    return name.contains("pass") || name.contains("pwd") || name.contains("jdbc");
  }

  private String withoutPassword(String url) {
    String rest = Redaction.dropFromUrl(url);
    if (!rest.equals(url)) {
      faults.add(Faults.passwordAsArgument());
    }
    return rest;
  }
}
