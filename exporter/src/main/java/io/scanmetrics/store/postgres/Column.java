package io.scanmetrics.store.postgres;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of rows that go to PostgreSQL many at once: one array per column, which {@code unnest}
 * turns into rows again. So a statement has the same text for any number of rows, and is prepared
 * once.
 *
 * @param name in the table
 * @param type of an element of the array, as PostgreSQL calls it
 * @param cast what makes an element a value of the column, mostly nothing
 * @param value of a row; String, UUID, Instant, Integer or Boolean
 */
record Column<R>(String name, String type, String cast, Function<R, @Nullable Object> value) {

  static <R> Column<R> column(String name, String type, Function<R, @Nullable Object> value) {
    return new Column<>(name, type, "", value);
  }

  /** {@code a, b, c}. */
  static <R> String names(List<Column<R>> columns) {
    return columns.stream().map(Column::name).collect(joining(", "));
  }

  /** {@code n.a, n.b::type, n.c}: the values to put into the table. */
  static <R> String values(List<Column<R>> columns) {
    return columns.stream().map(column -> "n." + column.name + column.cast).collect(joining(", "));
  }

  /** {@code unnest(?, ?, ?) AS n (a, b, c)}. */
  static <R> String unnest(List<Column<R>> columns) {
    String marks = columns.stream().map(column -> "?").collect(joining(", "));
    return "unnest(" + marks + ") AS n (" + names(columns) + ")";
  }

  /** Gives a statement that has {@link #unnest} in it these rows. */
  static <R> void bind(PreparedStatement statement, List<Column<R>> columns, List<R> rows)
      throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < columns.size(); i++) {
      Column<R> column = columns.get(i);
      @Nullable Object[] elements = rows.stream().map(column.value).map(Column::element).toArray();
      statement.setArray(i + 1, connection.createArrayOf(column.type, elements));
    }
  }

  /** A table that takes fewer rows than it was given, as a trigger may make it. */
  static SQLException swallowed() {
    return new SQLException("the table does not take it and does not say why", "02000");
  }

  /** As pgjdbc takes it in an array. */
  private static @Nullable Object element(@Nullable Object value) {
    return value instanceof Instant time ? time.toString() : value;
  }

  /** Gives a statement a set of ids, for {@code = ANY (?)}. */
  static void bindIds(PreparedStatement statement, int index, Collection<UUID> ids)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids.toArray()));
  }
}
