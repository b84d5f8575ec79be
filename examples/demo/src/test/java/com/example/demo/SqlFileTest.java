package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.demo.SqlFile.Query;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqlFileTest {
  @Test
  void aQueryHasTheCommentBeforeItAsItsTitle() {
    String text =
        """
        -- About the file.

        -- First
        SELECT 1,
               2;

        -- Second,
        -- on two lines
        SELECT 3;
        """;

    assertThat(SqlFile.parse(text))
        .containsExactly(
            new Query("First", "SELECT 1,\n       2;"),
            new Query("Second,\non two lines", "SELECT 3;"));
  }

  @Test
  void allQueriesOfTheSchemaAreRead() throws Exception {
    Path shipped = Path.of("../../exporter/src/main/resources/io/scanmetrics/queries.sql");

    assertThat(SqlFile.read(shipped))
        .hasSize(10)
        .allSatisfy(query -> assertThat(query.title()).isNotBlank())
        .allSatisfy(query -> assertThat(query.statement()).startsWith("SELECT").endsWith(";"));
  }
}
