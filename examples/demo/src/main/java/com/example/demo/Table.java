package com.example.demo;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query as text that fits a terminal: numbers to the right, long fractions rounded
 * to two digits, nothing for NULL, UUIDs by their first eight digits, times in UTC, long names of
 * columns on several lines.
 */
final class Table {
  private static final int HEADER_WIDTH = 13;
  private static final int CELL_WIDTH = 44;
  private static final int SHOWN_OF_UUID = 8;
  private static final int EXACT_DIGITS = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Table() {}

  /** Reads all rows; ends with a line end. */
  static String of(ResultSet answer) throws SQLException {
    ResultSetMetaData description = answer.getMetaData();
    int width = description.getColumnCount();
    List<@Nullable Object[]> rows = new ArrayList<>();
    boolean[] numeric = new boolean[width];
    while (answer.next()) {
      @Nullable Object[] row = new Object[width];
      for (int i = 0; i < width; i++) {
        Object value = answer.getObject(i + 1);
        numeric[i] |= value instanceof Number;
        row[i] = text(value);
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      return "(no rows)\n";
    }
    Column[] columns = new Column[width];
    for (int i = 0; i < width; i++) {
      columns[i] = column(description.getColumnLabel(i + 1), numeric[i]);
    }
    return render(columns, rows);
  }

  private static String render(Column[] columns, List<@Nullable Object[]> rows) {
    String table =
        AsciiTable.getTable(
            AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
            columns,
            rows.toArray(Object[][]::new));
    StringBuilder text = new StringBuilder();
    table.lines().forEach(line -> text.append(line.stripTrailing()).append('\n'));
    return text.toString();
  }

  private static Column column(String name, boolean numeric) {
    HorizontalAlign align = numeric ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
    return new Column()
        .header(broken(name))
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(CELL_WIDTH);
  }

  /** A name of a column, a new line after an underscore where it would be too wide. */
  static String broken(String name) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : name.split("(?<=_)", -1)) {
      if (column > 0 && column + word.length() > HEADER_WIDTH) {
        lines.append('\n');
        column = 0;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }

  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof UUID id) {
      return id.toString().substring(0, SHOWN_OF_UUID);
    } else if (value instanceof Timestamp time) {
      return TIME.format(time.toInstant().atOffset(ZoneOffset.UTC));
    } else if (value instanceof Double number && Double.isFinite(number)) {
      return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    } else if (value instanceof BigDecimal number) {
      return rounded(number);
    }
    return value.toString();
  }

  private static String rounded(BigDecimal number) {
    return (number.scale() <= EXACT_DIGITS ? number : number.setScale(2, RoundingMode.HALF_EVEN))
        .toPlainString();
  }
}
