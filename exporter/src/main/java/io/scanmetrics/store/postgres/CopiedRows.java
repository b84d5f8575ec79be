package io.scanmetrics.store.postgres;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Rows that go to PostgreSQL by COPY, in its <a
 * href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT">binary
 * format</a>. That is the quickest way for rows that are new: the server takes no text apart and
 * looks for no conflict. It refuses all of them if it refuses one.
 */
final class CopiedRows {
  private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0};
  private static final int NULL = -1;
  private static final int END = -1;
  private static final int JSONB_VERSION = 1;

  /** PostgreSQL counts microseconds from the year 2000 on. */
  private static final long EPOCH_SECOND = 946_684_800;

  /** The server reads what is sent while the rest is being made. */
  private static final int CHUNK = 1 << 14;

  private CopiedRows() {}

  /** {@code COPY table (a, b, c) FROM STDIN …}. */
  static <R> String command(String table, List<Column<R>> columns) {
    return "COPY " + table + " (" + Column.names(columns) + ") FROM STDIN (FORMAT binary)";
  }

  /** Gives the table of a {@link #command} these rows. */
  static <R> void send(Connection connection, String command, List<Column<R>> columns, List<R> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PGCopyOutputStream copy =
        new PGCopyOutputStream(connection.unwrap(PGConnection.class), command, CHUNK);
    try {
      DataOutputStream out = new DataOutputStream(copy);
      out.write(SIGNATURE);
      out.writeInt(0); // No flags.
      out.writeInt(0); // No extension of the header.
      for (R row : rows) {
        write(out, columns, row);
      }
      out.writeShort(END);
      out.flush();
      if (copy.endCopy() < rows.size()) {
        throw Column.swallowed();
      }
    } catch (IOException e) {
      throw e.getCause() instanceof SQLException refusal ? refusal : new SQLException(e);
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static <R> void write(DataOutputStream out, List<Column<R>> columns, R row)
      throws IOException {
    out.writeShort(columns.size());
    for (Column<R> column : columns) {
      write(out, column.type(), column.value().apply(row));
    }
  }

  private static void write(DataOutputStream out, String type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      out.writeInt(NULL);
      return;
    }
    switch (type) {
      case "uuid" -> {
        UUID id = (UUID) value;
        out.writeInt(2 * Long.BYTES);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
      }
      case "timestamptz" -> {
        out.writeInt(Long.BYTES);
        out.writeLong(micros((Instant) value));
      }
      case "int4" -> {
        out.writeInt(Integer.BYTES);
        out.writeInt((Integer) value);
      }
      case "bool" -> {
        out.writeInt(Byte.BYTES);
        out.writeBoolean((Boolean) value);
      }
      case "text" -> {
        byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
      case "jsonb" -> {
        byte[] json = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.writeInt(Byte.BYTES + json.length);
        out.writeByte(JSONB_VERSION);
        out.write(json);
      }
      default -> throw new IllegalArgumentException("not copied so far: " + type);
    }
  }

  private static long micros(Instant time) {
    long seconds = Math.multiplyExact(time.getEpochSecond() - EPOCH_SECOND, 1_000_000L);
    return Math.addExact(seconds, time.getNano() / 1_000);
  }
}
