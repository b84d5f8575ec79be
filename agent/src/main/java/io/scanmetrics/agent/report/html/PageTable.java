package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.SafeLine;
import java.util.ArrayList;
import java.util.List;

/** Figures as a table, its first column the heading of each row. Built columns first. */
final class PageTable {
  private static final int LONGEST_CELL = 300;

  private final String caption;
  private final List<Cell> headings = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  PageTable(String caption) {
    this.caption = caption;
  }

  /** A cell with how it is set. */
  record Cell(String text, String kind) {}

  /** A row: what it is about, and what there is to say. */
  record Row(Cell heading, List<Cell> cells) {}

  PageTable text(String heading) {
    headings.add(new Cell(heading, "text"));
    return this;
  }

  PageTable number(String heading) {
    headings.add(new Cell(heading, "number"));
    return this;
  }

  /** A row; one cell for each column. */
  PageTable row(String... texts) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      cells.add(new Cell(SafeLine.of(texts[i], LONGEST_CELL), headings.get(i).kind()));
    }
    rows.add(new Row(cells.get(0), List.copyOf(cells.subList(1, cells.size()))));
    return this;
  }

  String caption() {
    return caption;
  }

  List<Cell> headings() {
    return headings;
  }

  List<Row> rows() {
    return rows;
  }
}
