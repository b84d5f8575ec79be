package com.example.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A file of queries: paragraphs with an empty line between them, the comment before a query being
 * its title. Paragraphs of comments alone are left out.
 */
final class SqlFile {
  private static final String COMMENT = "--";

  private SqlFile() {}

  /** One query; {@code :name} in its statement is a variable, as it is to psql. */
  record Query(String title, String statement) {}

  static List<Query> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Reads a file that lies beside this class. */
  static List<Query> shipped(String name) {
    try (InputStream in = Objects.requireNonNull(SqlFile.class.getResourceAsStream(name), name)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Query> parse(String text) {
    List<Query> queries = new ArrayList<>();
    for (String paragraph : text.split("\\R\\s*\\R", -1)) {
      List<String> title = new ArrayList<>();
      List<String> statement = new ArrayList<>();
      for (String line : paragraph.lines().toList()) {
        if (line.startsWith(COMMENT)) {
          title.add(line.substring(COMMENT.length()).strip());
        } else if (!line.isBlank()) {
          statement.add(line);
        }
      }
      if (!statement.isEmpty()) {
        queries.add(new Query(String.join("\n", title), String.join("\n", statement)));
      }
    }
    return queries;
  }
}
