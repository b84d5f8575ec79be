package io.scanmetrics.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that tells users how rules are written, taken apart. */
public final class RulesReference {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n(.*?)```\\s+```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PHASE = Pattern.compile("- phase: (\\S+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.+)` \\| `(.*)` \\|$");

  private RulesReference() {}

  /**
   * Rules, and what they lead to.
   *
   * @param outcome lines, in any order
   */
  public record Example(String rules, List<String> outcome) {
    /** Whether it is a file by itself; others go with a scan rule. */
    public boolean isWhole() {
      return rules.startsWith("version:");
    }

    /** The names of its phases. */
    public List<String> phases() {
      return PHASE.matcher(rules).results().map(match -> match.group(1)).toList();
    }

    @Override
    public String toString() {
      return String.join(", ", phases());
    }
  }

  /** An expression, and its value or the reason why it is refused. */
  public record Reading(String expression, String result) {}

  /** All of it. */
  public static String text() {
    try {
      return Files.readString(Path.of("RULES.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Example> examples() {
    return EXAMPLE
        .matcher(text())
        .results()
        .map(match -> new Example(match.group(1), match.group(2).lines().toList()))
        .toList();
  }

  /** The rows of the table that begins with that heading. */
  public static List<Reading> readings(String heading) {
    String text = text();
    int start = text.indexOf(heading);
    int end = text.indexOf("\n\n", start);
    Matcher row = ROW.matcher(text.substring(start, end < 0 ? text.length() : end));
    List<Reading> readings = new ArrayList<>();
    while (row.find()) {
      readings.add(new Reading(row.group(1).replace("\\|", "|"), row.group(2)));
    }
    return readings;
  }
}
