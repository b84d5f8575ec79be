package io.scanmetrics.agent.report.text;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Where tables go.
 *
 * @param width in columns
 * @param colors none where nobody sees them
 */
public record Terminal(PrintWriter out, int width, ColorScheme colors) {
  private static final int WIDTH_OF_A_FILE = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 160;

  /**
   * That of a command.
   *
   * @param columns what the environment says of the width, {@code null} for nothing
   */
  public static Terminal of(CommandLine command, @Nullable String columns) {
    ColorScheme colors = command.getColorScheme();
    int width = WIDTH_OF_A_FILE;
    if (columns != null && columns.matches("\\d{1,4}")) {
      width = Integer.parseInt(columns);
    } else if (colors.ansi().enabled()) {
      width = command.getCommandSpec().usageMessage().width();
    }
    return new Terminal(command.getOut(), Math.max(NARROWEST, Math.min(WIDEST, width)), colors);
  }

  /** A line of our own text, maybe with picocli's markup. */
  void line(String markup) {
    out.println(colors.text(markup));
  }

  /** Text in lines that fit, after that many blanks. */
  void paragraph(int indent, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && indent + line.length() + 1 + word.length() > width) {
        out.println(" ".repeat(indent) + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.println(" ".repeat(indent) + line);
  }

  /** The title of a section, with a line before it. */
  void heading(String text) {
    out.println();
    line("@|bold " + text + "|@");
  }
}
