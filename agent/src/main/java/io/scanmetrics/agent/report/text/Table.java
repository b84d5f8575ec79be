package io.scanmetrics.agent.report.text;

import io.scanmetrics.agent.report.SafeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * A table that fits its terminal: texts are cut, the longest first, and where that does not do the
 * last columns are left out. Built column by column, then row by row. Cells are taken as they are:
 * nothing in them is markup.
 */
final class Table {
  private static final int GAP = 2;
  private static final int SHORTEST_TEXT = 12;

  private final Terminal terminal;
  private final List<Heading> headings = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(Terminal terminal) {
    this.terminal = terminal;
  }

  private enum Kind {
    TEXT,
    NAME,
    NUMBER
  }

  private record Heading(String title, Kind kind) {}

  /** A column of texts, which may be cut at their ends. */
  Table text(String title) {
    headings.add(new Heading(title, Kind.TEXT));
    return this;
  }

  /** A column of names, which may be cut in their middles. */
  Table name(String title) {
    headings.add(new Heading(title, Kind.NAME));
    return this;
  }

  /** A column of numbers, which are never cut. */
  Table number(String title) {
    headings.add(new Heading(title, Kind.NUMBER));
    return this;
  }

  /** A row; one cell for each column. */
  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** Writes all of it, unless there are no rows. */
  void print() {
    if (rows.isEmpty()) {
      return;
    }
    int[] widths = fitted();
    Column[] columns = new Column[widths.length];
    for (int i = 0; i < widths.length; i++) {
      int gap = i == 0 ? 0 : GAP;
      columns[i] = new Column(widths[i] + gap, gap, Overflow.TRUNCATE);
    }
    TextTable table = TextTable.forColumns(terminal.colors(), columns);
    table.addRowValues(texts(headings.stream().map(Heading::title).toList(), widths, true));
    for (List<String> row : rows) {
      table.addRowValues(texts(row, widths, false));
    }
    table.toString().lines().map(String::stripTrailing).forEach(terminal.out()::println);
  }

  private Text[] texts(List<String> cells, int[] widths, boolean heading) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> text(cells.get(i), widths[i], headings.get(i).kind(), heading))
        .toArray(Text[]::new);
  }

  private Text text(String cell, int width, Kind kind, boolean heading) {
    // Of the same length, and no markup of picocli any more.
    String harmless = cell.replace("@|", "@¦");
    String text =
        kind == Kind.NAME ? SafeLine.middleOf(harmless, width) : SafeLine.of(harmless, width);
    String padded =
        kind == Kind.NUMBER ? " ".repeat(Math.max(0, width - text.length())) + text : text;
    return terminal
        .colors()
        .text(heading && !padded.isBlank() ? "@|underline " + padded + "|@" : padded);
  }

  private int[] fitted() {
    int count = headings.size();
    int[] widths = IntStream.range(0, count).map(this::natural).toArray();
    while (count > 1) {
      int over = total(widths, count) - terminal.width();
      if (over <= 0) {
        break;
      }
      int longest = longestText(widths, count);
      if (longest < 0) {
        count--;
      } else {
        widths[longest]--;
      }
    }
    return IntStream.range(0, count).map(i -> widths[i]).toArray();
  }

  private int natural(int column) {
    return Math.max(
        headings.get(column).title().length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private static int total(int[] widths, int count) {
    return IntStream.range(0, count).map(i -> widths[i]).sum() + GAP * (count - 1);
  }

  /** The widest column of texts that can still be cut, -1 if there is none. */
  private int longestText(int[] widths, int count) {
    int longest = -1;
    for (int i = 0; i < count; i++) {
      if (headings.get(i).kind() != Kind.NUMBER
          && widths[i] > SHORTEST_TEXT
          && (longest < 0 || widths[i] > widths[longest])) {
        longest = i;
      }
    }
    return longest;
  }
}
